import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

/// Operations, and the levels of sites.
extension HostileStory {
    /// A hospital guard at a place of its own: opened, written in, changed and closed with its debrief.
    func operations() async throws {
        let opened = try await walk.fill(
            "/operations/new", at: "/operations/new?kind=hospital_guard", as: cast.duties, .duties,
            [
                "owner": cast.story.inspectors[0], "day": day(0), "time": "00:30", "level": "Normal",
                "authorityReviewOn": day(30), "min-N": "1", "target-N": "2",
            ])
        let page = "/operations/\(try number(opened, 1))"
        func write(_ kind: OperationEntryKind, _ fields: [String: String] = [:]) async throws {
            try await walk.fill(
                "/operations/{operation}/entries/{kind}", at: "\(page)/entries/\(kind.rawValue)", as: cast.inspector,
                .supervisor, fields)
        }
        try await write(.review, ["nextReview": day(1)])
        try await write(.authorityReview, ["nextReview": day(60)])
        try await write(.learning)
        try await walk.fill(
            "/operations/{operation}/demand", at: "\(page)/demand", as: cast.inspector, .supervisor,
            ["from": day(1), "level": "Normal", "min-N": "2", "target-N": "2"])
        let rostered = try await firstRostered().description
        try await walk.fill(
            "/repairs/new", at: "/repairs/new?kind=\(RepairKind.guardWanted.rawValue)", as: cast.duties, .duties,
            ["operation": try number(opened, 1), "from": rostered, "to": rostered], leavingOut: ["setBy", "source"])
        try await walk.fill("/operations/{operation}/close", at: "\(page)/close", as: cast.duties, .duties)
        try await write(.debrief)
        try await walk.get(page, as: cast.gold, .gold)
        let site: String = try await value("SELECT max(site_id) FROM operation")
        try await walk.get("/sites/\(site)", as: cast.duties, .duties)
    }

    /// A site's level for a few days.
    func siteLevel() async throws {
        let site: String = try await value("SELECT min(site_id) FROM site")
        try await walk.fill(
            "/sites/{site}/level", at: "/sites/\(site)/level", as: cast.duties, .duties,
            ["level": "Exceptional", "from": day(0), "to": day(2)])
        try await walk.get("/sites/\(site)", as: cast.inspector, .supervisor)
    }
}
