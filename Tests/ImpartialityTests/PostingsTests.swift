import Impartiality
import Testing

@Suite("Duties by day")
struct PostingsTests {
    @Test("the rows of a day are those added to it, and there are none beyond the days held")
    func rows() {
        var postings = Postings()
        postings.beginDay()
        postings.append(officer: 4, shift: 0, post: 7)
        postings.beginDay()
        postings.beginDay()
        postings.append(officer: 1, shift: 1, post: History.none)
        #expect(postings.count == 2)
        #expect(postings.days == 3)
        #expect(postings.rows(0).map { postings.officer[$0] } == [4])
        #expect(postings.rows(1).isEmpty)
        #expect(postings.rows(2).map { postings.officer[$0] } == [1])
        #expect(postings.rows(3).isEmpty)
        #expect(postings.rows(-1).isEmpty)
    }
}
