import Deployment
import HTTPTypes

/// Links to pages of other areas, only where there is such a page for the reader.
enum PageLinks {
    static func has(_ path: String, for role: Role) -> Bool {
        WebPages.all.contains { $0.method == .get && $0.path == path && $0.access.lets(role) }
    }
}
