import Deployment
import Foundation
import Testing

extension InABrowser {
    @Suite("Master data from files")
    struct ImportJourney {
        @Test(
            "a file with a fault is refused by row and field, mended, tried and taken", arguments: Way.allCases)
        func faultThenRight(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                let folder = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID().uuidString)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                defer { try? FileManager.default.removeItem(at: folder) }
                let file = folder.appending(path: "abstraction.csv")
                try absences(way, "holiday").write(to: file, atomically: true, encoding: .utf8)
                try await person.signIn("Administrator", stage)
                try await person.follow("Import")
                try await person.attach(file.path, to: "Files")
                try await person.press("Check the files")
                #expect(try await person.heading == "The files cannot be imported")
                let told = try await person.browser.script(
                    "return [...document.querySelectorAll('main tbody tr')].map(r => [...r.cells].map(c => c.innerText.trim()).slice(0, 4).join(' '))"
                )
                #expect(told.elements?.contains("abstraction.csv 3 kind holiday") == true, "\(told)")

                try absences(way, "leave").write(to: file, atomically: true, encoding: .utf8)
                try await person.follow("Check the files again")
                try await person.attach(file.path, to: "Files")
                try await person.press("Check the files")
                #expect(try await person.heading == "These files can be imported")
                try await person.expects("This was a trial: nothing was written.")
                try await person.attach(file.path, to: "Files")
                try await person.press("Import for good")
                #expect(try await person.heading == "Imported")

                try await person.follow("Import more files")
                try await person.attach(file.path, to: "Files")
                try await person.press("Check the files")
                #expect(try await person.heading == "Nothing to import", "both rows are on record")
            }
        }

        /// Two absences far ahead, the second of this kind.
        private func absences(_ way: Way, _ kind: String) -> String {
            """
            abstraction_id,officer_id,kind,from_day,to_day,reference
            A99\(way.number)001,W00020,leave,2031-01-06,2031-01-10,Annual leave
            A99\(way.number)002,W00021,\(kind),2031-01-06,2031-01-10,Annual leave

            """
        }
    }
}
