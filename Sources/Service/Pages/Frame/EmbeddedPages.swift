import CEmbeddedPages

/// The templates and static files inside this program.
enum EmbeddedPages {
    /// A file by its name, such as `frame/layout.mustache`.
    static let files: [String: [UInt8]] = {
        var files: [String: [UInt8]] = [:]
        let packages = [
            evenhand_frame_files(), evenhand_board_files(), evenhand_dutyday_files(), evenhand_team_files(),
            evenhand_gold_files(), evenhand_officer_files(),
        ]
        for package in packages {
            var next = package
            while let file = next?.pointee, let name = file.name, let bytes = file.bytes {
                files[String(cString: name)] = Array(UnsafeBufferPointer(start: bytes, count: file.length))
                next = next?.advanced(by: 1)
            }
        }
        return files
    }()
}
