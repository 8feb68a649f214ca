import Deployment
import FoundationEssentials
import Records

/// The fields that say whom a record is about and who raised it.
enum WhoForm {
    /// The team to choose from is the caller's own; anybody else is named by number.
    static func fields(_ call: WebCall) async throws -> [Field] {
        let caller = try call.caller
        let team = caller.teamID ?? ""
        let members = try await Teams(pool: call.house.pool).officers(of: team, on: call.today)
        return fields(members, except: caller.officerID)
    }

    /// Nobody drafts about themselves, so the caller is not among the choices.
    static func fields(_ members: [TeamMember], except own: String?) -> [Field] {
        let choices = members.filter { $0.officer != own }.map { member in
            Field.Choice(member.officer, "\(member.name), \(member.officer)")
        }
        let number = Field(
            "number", choices.isEmpty ? "Officer's warrant number" : "Or an officer of another team, by warrant number",
            .line(.free(1...12), width: .short), hint: "Such as W00417.", isOptional: !choices.isEmpty,
            pointers: choices.isEmpty ? ["/officer", "/draft/officer"] : [])
        guard !choices.isEmpty else { return [number] }
        let officer = Field(
            "officer", "Officer", .select(choices), isOptional: true, pointers: ["/officer", "/draft/officer"])
        return [officer, number]
    }

    static let raised = Field(
        "raised", "Who raised it", .radios([.init("me", "I did"), .init("officer", "The officer did")]))

    /// The officer that was chosen or typed. Throws `FormRefused` for none, two, or a number that nobody has.
    static func officer(_ form: FormInput, _ call: WebCall) async throws -> TeamMember {
        let typed = form.text("number").uppercased()
        let chosen = form.text("officer")
        guard !(typed.isEmpty && chosen.isEmpty) else {
            throw FormRefused(form.has("officer") ? "officer" : "number", "Choose the officer")
        }
        guard typed.isEmpty || chosen.isEmpty || typed == chosen else {
            throw FormRefused("number", "Choose an officer or enter a number, not both")
        }
        let id = typed.isEmpty ? chosen : typed
        guard TextForm.officer.fault(in: id) == nil,
            let member = try await Teams(pool: call.house.pool).members([id])[id]
        else { throw FormRefused("number", "No officer has this warrant number. Check it, such as W00417") }
        return member
    }

    /// The account that raised it: the officer's own where it was the officer.
    static func raiser(_ form: FormInput, of officer: TeamMember, _ call: WebCall) async throws -> Int64 {
        guard form.text("raised") == "officer" else { return try call.caller.accountID }
        guard let account = try await Teams(pool: call.house.pool).account(of: officer.officer) else {
            throw FormRefused(
                "raised",
                "The officer has no account here. Choose \"I did\", and say in the reason that the officer asked"
            )
        }
        return account
    }
}
