import Deployment

/// An impartial command invented from a seed, with the patterns that one asked for planted in it.
///
/// Nine teams work two earlies, two lates, two nights and three rest days. Duties are published 28 days at a time, 14 days
/// ahead, by a draw among those who have the skills; officers are away for leave, courses, court, lieu, sickness and
/// recuperation; requests not to be deployed are decided mostly in the line; duties are swapped and moved; officers join and
/// leave, skills lapse, response levels change, seasons are declared, and on some days there are too few officers for the
/// posts. None of that favours anybody: only the plants do. The same arguments give the same history on every machine.
package struct SampleHistory: Sendable {
    /// How large the command is.
    package enum Size: Sendable {
        /// About 72 officers, 9 posts at 6 sites of 5 missions, one supervisor a team.
        case team
        /// About 770 officers, 110 posts at 70 sites of 60 missions, 63 supervisors.
        case command
    }

    /// A pattern as it was planted.
    package struct Planted: Sendable, Equatable {
        package var plant: SamplePlant
        /// What a flag on it names. For a burden the team, then the three officers.
        package var subjects: [Subject]
        /// The first day on which something was done.
        package var start: Int32
        /// The last day on which something may have been done.
        package var end: Int32
    }

    package var history: History
    /// In the order asked for; one for which the command had no subject, or the history no day, is left out.
    package var plants: [Planted]

    /// Invents a history of so many days. Linear in days × officers: three years of a command take about a second.
    package init(
        seed: UInt64, size: Size, days: Int32, plants: [SamplePlant] = [], firstDay: Day = Day(number: 18_631)
    ) {
        precondition(days > 0, "a history has a day at least")
        var world = SampleWorld(seed: seed, scale: SampleScale(size), days: days, firstDay: firstDay)
        world.layGround()
        world.declareSeasons()
        world.staff()
        for plant in plants { world.prepare(plant) }
        world.roster()
        world.absent()
        world.request()
        world.run()
        self.plants = world.finish()
        history = world.history
    }
}
