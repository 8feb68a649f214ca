/// The table of routes.
package enum Routes {
    /// Where the API begins.
    static let base = "/api/v1"

    /// Every route there is.
    package static let all: [Route] =
        system + identity + accounts + masterData + rosterJobs + rosterVersions + deploymentReasons + duties + changes
        + repairs + swaps
        + attendance
        + questions + nonDeployments
        + nonDeploymentWriting + operations + limitedDuty + patterns + currencies + training + concerns + challenges
        + ruleSets + gold + adviser + notifications + ledger + dipSamples + events
}
