import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Notifications cannot be rewritten")
struct NotificationRewriteTests {
    @Test("with the application's credentials nothing of it can be made up, changed or taken away")
    func asTheApplication() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            let id = try await cast.tell(officer: Cast.tate)
            let tate = cast.id("Tate")
            for sql in [
                "UPDATE notification SET urgent = true", "DELETE FROM notification", "TRUNCATE notification CASCADE",
                "INSERT INTO notification (to_account, kind, about_kind, about_id, occurrence) VALUES (\(tate), 'test', 'x', '1', 'x')",
                "INSERT INTO notification_kind VALUES ('mine', 'Mine', 'Whatever I want to say.', false)",
                "UPDATE notification_kind SET body = 'Something else entirely.'",
                "INSERT INTO notification_mark VALUES (\(id), 'acknowledged', \(tate))",
                "DELETE FROM notification_mark",
                "INSERT INTO delivery (notification_id, message_id, channel, state) VALUES (\(id), 1, 'email', 'sent')",
                "DELETE FROM delivery", "UPDATE outgoing SET state = 'sent'", "DELETE FROM outgoing",
                "DELETE FROM awaiting_answer", "UPDATE awaiting_answer SET remind_at = 'infinity'",
                "UPDATE notification_preference SET address = 'x@y.example'", "DELETE FROM notification_preference",
                "SELECT put_notification(\(tate), NULL, 'test', 'x', '1', NULL, NULL, false, 'x', NULL, '2001-01-01')",
                "SELECT mark_about('change', '1', NULL, 'seen', \(tate))", "SELECT nextval('message_number')",
            ] {
                await expectRefused(Attempt(sql, .insufficientPrivilege), on: cast.database.pool)
            }
            await expectRefused(
                Attempt(
                    "SELECT mark_notification(\(id), 'acknowledged', \(cast.id("Hale")))", .twoPairsOfEyes,
                    "notification_own"),
                on: cast.database.pool)
            await expectRefused(
                Attempt("SELECT mark_notification(\(id), 'done', \(tate))", .unknown, "notification_mark_kind"),
                on: cast.database.pool)
        }
    }

    @Test("not even the owner rewrites what was told, marked or attempted")
    func asTheOwner() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            let id = try await cast.tell(officer: Cast.tate)
            try await cast.notifications.acknowledge(id, by: cast.id("Tate"))
            for table in ["notification", "notification_kind", "notification_mark", "delivery"] {
                for sql in ["DELETE FROM \(table)", "TRUNCATE \(table) CASCADE"]
                where !(table == "delivery" && sql.hasPrefix("D")) {
                    await expectRefused(
                        Attempt(sql, .rewrite), on: cast.database.admin, preparing: "SET LOCAL ROLE evenhand_owner")
                }
            }
            await expectRefused(
                Attempt("UPDATE notification SET answer_by = NULL", .rewrite), on: cast.database.admin,
                preparing: "SET LOCAL ROLE evenhand_owner")
        }
    }

    @Test(
        "a kind whose text holds anything but a day and a time is not taken, even from a migration",
        arguments: [
            "Officer {name} has a new duty.", "Go to {site}.", "A stray { brace in it.", "A line\nand another line.",
        ])
    func kinds(_ body: String) async throws {
        try await withDatabase { database in
            _ = await #expect(throws: PostgresError.self) {
                try await database.admin.withConnection { connection in
                    try await connection.execute(
                        "INSERT INTO notification_kind VALUES ('t_bad', 'Title', \(body), false)")
                }
            }
        }
    }
}
