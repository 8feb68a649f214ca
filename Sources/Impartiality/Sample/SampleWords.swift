import Deployment

/// Reasons and assessments of a sample: honest ones differ from case to case.
enum SampleWords {
    static let categories = ["family", "bereavement", "medical", "stress", "housing", "care"]
    static let hollow = ["Personal reasons.", "As agreed.", "Known to me.", "See above."]

    private static let relatives = [
        "mother", "father", "wife", "husband", "partner", "daughter", "son", "brother", "sister", "aunt", "uncle",
        "grandmother", "grandfather", "best friend", "neighbour", "foster child",
    ]
    private static let events = [
        "has died after a short illness", "was taken to hospital", "begins treatment next week", "was hurt in a fall",
        "has gone missing", "comes home from surgery", "has nobody else at home", "moves to a hospice",
        "waits for a diagnosis", "was assaulted", "cannot be left alone", "has lost the family home",
        "gives evidence in a trial", "is about to give birth", "has had a breakdown", "needs a carer by day",
    ]
    private static let effects = [
        "the officer has not slept for days", "the officer has to be reachable by telephone",
        "the officer asks for fixed hours", "the doctor advises against carrying a firearm",
        "the officer drives to the ward each evening", "occupational health has been asked",
        "the officer does not trust their own concentration", "the officer looks after two children alone",
        "the officer must be near home", "the officer sees a counsellor twice a week",
        "the officer asked for this after parade", "the federation representative was present",
    ]
    private static let measures = [
        "unarmed work in the office until then", "spoken with each week by the line supervisor",
        "firearm handed in by agreement", "control room meanwhile", "return planned in steps",
        "training unit meanwhile", "station duties meanwhile", "to be looked at again before the end",
    ]

    static func reason(_ random: inout SampleRandom) -> String {
        "The officer's \(random.pick(relatives)) \(random.pick(events)); \(random.pick(effects)); "
            + "\(random.pick(measures))."
    }

    static func welfare(_ random: inout SampleRandom) -> String {
        "For the officer's welfare: \(random.pick(effects)), hence \(random.pick(measures))."
    }

    static func impartiality(_ random: inout SampleRandom) -> String {
        "For impartiality: armed duty as a whole, no place chosen; \(random.pick(measures))."
    }
}
