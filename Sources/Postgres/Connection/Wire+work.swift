import CLibpq

extension Wire {
    /// Gives a request to libpq; false when the connection is broken.
    func transmit(_ work: Request.Work) -> Bool {
        switch work {
        case .statements(let statements): return transmit(statements)
        case .script(let text), .copyOpen(let text): return PQsendQuery(handle, text) == 1
        case .copyChunk(let bytes, _):
            job?.expectsResults = false
            return bytes.withUnsafeBytes { buffer in
                PQputCopyData(handle, buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count)) == 1
            }
        case .copyClose: return PQputCopyEnd(handle, nil) == 1
        case .copyAbort: return PQputCopyEnd(handle, "aborted by the client") == 1
        }
    }

    /// Everything goes by pipeline mode, so that preparing and running take one round trip together.
    private func transmit(_ statements: [Statement]) -> Bool {
        guard PQenterPipelineMode(handle) == 1 else { return false }
        // Inside a transaction an unknown name would fail the caller's work; just before one that wants a snapshot of its
        // own, the snapshot of DEALLOCATE would come first and the server would refuse the isolation level (25001).
        let first = statements.first?.text ?? ""
        let mayDeallocate =
            transactionStatus == .idle
            && (!first.hasPrefix("BEGIN") || first.hasPrefix("BEGIN ISOLATION LEVEL READ COMMITTED"))
        for (index, statement) in statements.enumerated() {
            let text = statement.text
            let plan = cache.plan(for: text)
            for name in mayDeallocate ? cache.takeOrphans() : [] {
                guard PQsendQueryParams(handle, "DEALLOCATE \(name)", 0, nil, nil, nil, nil, 0) == 1 else {
                    return false
                }
                job?.slots.append(.deallocate(name))
            }
            guard transmit(statement, text: text, index: index, plan: plan) else { return false }
        }
        return PQpipelineSync(handle) == 1
    }

    private func transmit(_ statement: Statement, text: String, index: Int, plan: StatementCache.Plan) -> Bool {
        let count = Int32(statement.parameters.count)
        return withCStrings(statement.parameters.map(\.text)) { values in
            switch plan {
            case .oneOff:
                job?.slots.append(.execute(index: index, prepared: false))
                return PQsendQueryParams(handle, text, count, nil, values, nil, nil, 0) == 1
            case .prepare(let name):
                guard PQsendPrepare(handle, name, text, 0, nil) == 1 else { return false }
                job?.slots.append(.prepare(name: name, text: text))
                job?.slots.append(.execute(index: index, prepared: false))
                return PQsendQueryPrepared(handle, name, count, values, nil, nil, 0) == 1
            case .use(let name):
                job?.slots.append(.execute(index: index, prepared: true))
                return PQsendQueryPrepared(handle, name, count, values, nil, nil, 0) == 1
            }
        }
    }

    /// Takes the results that have arrived.
    func collect() {
        while let job, job.expectsResults, PQisBusy(handle) == 0 {
            let isPipeline = PQpipelineStatus(handle) != PQ_PIPELINE_OFF
            guard let result = PQgetResult(handle) else {
                if !isPipeline { return serverIsReady() }
                job.slot += 1
                guard job.slot <= job.slots.count else { return lose("the pipeline has no end") }
                continue
            }
            guard take(result) else { return }
            if PQstatus(handle) == CONNECTION_BAD { return lose(connectionMessage) }
        }
    }

    /// Takes one result over; false when there is nothing more to collect for now.
    private func take(_ result: OpaquePointer) -> Bool {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            keep(Rows(storage: ResultStorage(owning: result, statement: job?.currentText)))
            return true
        case PGRES_PIPELINE_SYNC:
            PQclear(result)
            guard PQexitPipelineMode(handle) == 1 else {
                lose(connectionMessage)
                return false
            }
            serverIsReady()
            return false
        case PGRES_COPY_IN where isCopyOpen:
            PQclear(result)
            handle(.paused)
            return false
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(result)
            job?.fail(PostgresError(.invalidStatement, "COPY goes through copyIn only"))
            lose("a COPY that nobody serves")
            return false
        case PGRES_PIPELINE_ABORTED: PQclear(result)
        default:
            let text = job?.currentText
            job?.fail(PostgresError(result: result, statement: text))
            PQclear(result)
        }
        return true
    }

    private var isCopyOpen: Bool {
        if case .copyOpen = job?.request.work { true } else { false }
    }

    private func keep(_ rows: Rows) {
        guard let job else { return }
        guard case .statements = job.request.work else {
            job.results.append(rows)
            return
        }
        if job.slot < job.slots.count, case .execute = job.slots[job.slot] { job.results.append(rows) }
    }

    /// The request has ended at the server: mends the cache, tries again on a stale plan, or reports.
    private func serverIsReady() {
        guard let job else { return }
        if job.failure != nil {
            for case .prepare(_, let text) in job.slots.dropFirst(job.failedSlot) { cache.forget(text) }
        }
        if job.failedOnStalePlan {
            dropStalePlans(job)
            job.failure?.isStalePlan = true
            if !job.isRetry, job.cause == nil, transactionStatus == .idle, job.request.text != nil {
                self.job = Job(request: job.request, isRetry: true)
                guard transmit(job.request.work) else { return lose(connectionMessage) }
                return flush()
            }
        }
        publish(answered: 0)
        handle(.ready)
    }

    private func dropStalePlans(_ job: Job) {
        if job.lostPlans { return cache.forgetAll() }
        if case .execute(let index, _) = job.slots[job.failedSlot], case .statements(let all) = job.request.work {
            cache.retire(all[index].text)
        }
    }

    /// After the peer hung up: what it said before it did, such as 57P01.
    func collectLastWords() {
        guard job?.expectsResults == true else { return }
        for _ in 0..<64 {
            guard PQisBusy(handle) == 0, let result = PQgetResult(handle) else { return }
            if PQresultStatus(result) == PGRES_FATAL_ERROR {
                let text = job?.currentText
                job?.fail(PostgresError(result: result, statement: text))
            }
            PQclear(result)
        }
    }

    /// Sends the cancel request from a thread of its own, because PQcancel blocks; bounded by `tcp_user_timeout`.
    func cancelOnServer(_ id: RequestID, _ cause: ConnectionState.Cause) {
        job?.cause = cause
        if job?.expectsResults == false {
            job?.expectsResults = true
            _ = PQputCopyEnd(handle, "cancelled")
            flush()
        }
        guard let cancel = PQgetCancel(handle) else { return lose(connectionMessage) }
        let address = Int(bitPattern: cancel)
        do {
            try BackgroundThread.start { [mailbox] in
                let cancel = OpaquePointer(bitPattern: address)
                var message = [CChar](repeating: 0, count: 256)
                _ = PQcancel(cancel, &message, Int32(message.count))
                PQfreeCancel(cancel)
                mailbox.post(.cancelDelivered)
            }
        } catch {
            PQfreeCancel(cancel)
            lose("no thread to cancel from")
        }
    }
}
