extension Checkpoint {
    /// Checks that the ledger of this checkpoint begins with the ledger of an older one.
    ///
    /// - Throws: `CheckpointError` when origins or sizes differ, `ProofError` when history was changed.
    package func verify(extends older: Checkpoint, by proof: ConsistencyProof) throws {
        guard origin.utf8.elementsEqual(older.origin.utf8) else {
            throw CheckpointError.otherOrigin(expected: older.origin, found: origin)
        }
        guard proof.older == older.size, proof.newer == size else {
            throw CheckpointError.otherSizes(checkpoints: [older.size, size], proof: [proof.older, proof.newer])
        }
        try proof.verify(olderRoot: older.root, newerRoot: root)
    }

    /// Checks that a leaf is in the ledger of this checkpoint, at the index it names itself.
    ///
    /// - Throws: `CheckpointError.otherSizes` when the proof is for another size, `ProofError` when it does not hold.
    package func verify(includes leaf: Leaf, by proof: InclusionProof) throws {
        guard proof.size == size else {
            throw CheckpointError.otherSizes(checkpoints: [size], proof: [proof.size])
        }
        guard proof.index == leaf.index else {
            throw ProofError.indexOutOfRange(index: leaf.index, size: proof.size)
        }
        try proof.verify(leafHash: leaf.hash, root: root)
    }

    /// Signs the checkpoint's body.
    ///
    /// - Throws: what the signer throws.
    package func signed(by signer: NoteSigner) throws -> SignedNote {
        var note = try SignedNote(text: body)
        try note.sign(with: signer)
        return note
    }

    /// Reads a signed checkpoint of a known ledger; nothing in it is believed before a trusted key has signed it.
    ///
    /// - Throws: `NoteError` when the note is malformed or not signed by a trusted key, `CheckpointError` when its
    ///   body is no checkpoint or is one of another ledger.
    package init(note: [UInt8], origin: String, keys: [NoteVerifier]) throws {
        let note = try SignedNote(parsing: note)
        try note.verify(with: keys)
        try self.init(body: note.text)
        guard self.origin.utf8.elementsEqual(origin.utf8) else {
            throw CheckpointError.otherOrigin(expected: origin, found: self.origin)
        }
    }
}
