import Deployment
import HTTPTypes
import Records

/// Where each role begins.
enum HomePages {
    static let routes = [
        WebRoute(method: .get, path: "/", access: .signedIn) { call in
            let first = Navigation.known(try call.caller.role).first
            return .redirect(first?.path ?? "/due")
        }
    ]
}
