import HTTPTypes

extension HTTPResponse.Status {
    /// The status of this number with its usual name; the ones that our routes answer.
    static func named(_ code: Int) -> HTTPResponse.Status {
        let known: [HTTPResponse.Status] = [
            .ok, .created, .accepted, .noContent, .notModified, .badRequest, .unauthorized, .forbidden, .notFound,
            .methodNotAllowed, .conflict, .preconditionFailed, .contentTooLarge, .unsupportedMediaType,
            .unprocessableContent, .preconditionRequired, .internalServerError, .serviceUnavailable,
        ]
        return known.first { $0.code == code } ?? HTTPResponse.Status(code: code)
    }
}
