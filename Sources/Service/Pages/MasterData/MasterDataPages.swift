import Deployment

/// Master data as files: taken from them, given as them.
enum MasterDataPages {
    static let routes: [WebRoute] = ImportPage.routes + ExportPage.routes

    /// Those who may import and export (as the API has it).
    static let keepers = WebRoute.Access.roles([.duties, .admin])
}
