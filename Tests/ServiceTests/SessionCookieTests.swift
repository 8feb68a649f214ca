import HTTPTypes
import Records
import Testing

@testable import Service

@Suite("The session's cookie, and the marks of forms")
struct SessionCookieTests {
    @Test("behind TLS the cookie is the host's own, else it says so by its name")
    func text() {
        let secret = SessionSecret.make()
        #expect(
            SessionCookie(isSecure: true).setting(secret)
                == "__Host-evenhand=\(secret.text); Path=/; HttpOnly; SameSite=Lax; Secure")
        #expect(
            SessionCookie(isSecure: false).setting(secret) == "evenhand=\(secret.text); Path=/; HttpOnly; SameSite=Lax")
        #expect(
            SessionCookie(isSecure: true).ending
                == "__Host-evenhand=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0")
        #expect(VisitorCookie(isSecure: true).name == "__Host-evenhand-visitor")
    }

    @Test("a secret is read from among other cookies, in one header or several")
    func read() {
        let secret = SessionSecret.make()
        let cookie = SessionCookie(isSecure: true)
        func found(_ lines: String...) -> SessionSecret? {
            var headers = HTTPFields()
            for line in lines { headers.append(HTTPField(name: .cookie, value: line)) }
            return cookie.secret(in: headers)
        }
        #expect(found("__Host-evenhand=\(secret.text)") == secret)
        #expect(found("a=b;__Host-evenhand=\(secret.text) ; c=d") == secret)
        #expect(found("a=b", "__Host-evenhand=\(secret.text)") == secret)
        #expect(found("__Host-evenhand=old; __Host-evenhand=\(secret.text)") == secret)
        for line in ["", "=", ";;", "__Host-evenhand", "__Host-evenhand=", "evenhand=\(secret.text)"] {
            #expect(found(line) == nil, "\(line)")
        }
        #expect(found("x__Host-evenhand=\(secret.text)", "__Host-evenhandx=\(secret.text)") == nil)
        #expect(found("__Host-evenhand=\(secret.text)x") == nil)
    }

    @Test("a visitor's key goes there and back")
    func visitor() {
        let cookie = VisitorCookie(isSecure: false)
        let key = VisitorCookie.makeKey()
        var headers = HTTPFields()
        headers[.cookie] = cookie.setting(key).split(separator: ";").first.map(String.init)
        #expect(cookie.key(in: headers) == key)
        headers[.cookie] = "evenhand-visitor=AAAA"
        #expect(cookie.key(in: headers) == nil)
    }

    @Test("a mark differs each time and verifies, in its own session only")
    func marks() {
        let secret = SessionSecret.make()
        let marks = (0..<20).map { _ in CSRF(secret).mark() }
        #expect(Set(marks).count == 20)
        for mark in marks {
            #expect(mark.utf8.count == 86)
            #expect(CSRF(secret).verifies(mark))
            #expect(!CSRF(SessionSecret.make()).verifies(mark))
        }
    }

    @Test("no letter of a mark can be another, and nothing else is a mark")
    func forged() {
        let csrf = CSRF(SessionSecret.make())
        let mark = csrf.mark()
        for position in mark.indices {
            var forged = mark
            forged.replaceSubrange(position...position, with: mark[position] == "A" ? "B" : "A")
            #expect(!csrf.verifies(forged))
        }
        for other in [
            "", "A", String(repeating: "A", count: 86), mark + "A", String(mark.dropLast()), "\0", mark + "=",
        ] {
            #expect(!csrf.verifies(other))
        }
    }
}
