#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The logarithm of the gamma function and its neighbours. The C library's `lgamma` writes to a global variable and is not
/// used.
enum LogGamma {
    /// ln sqrt(2 pi).
    static let halfLogTwoPi = 0.918_938_533_204_672_741_780_329_736_406

    /// ln Gamma(x) for x > 0, to 1e-14 relative, also about its zeros at 1 and 2.
    static func value(_ x: Double) -> Double {
        precondition(x > 0, "the logarithm of gamma is asked for positive arguments")
        if x < 0.5 { return aboutTwo(x) - log(x) - log1p(x) }
        if x < 1.5 { return aboutTwo(x - 1) - log1p(x - 1) }
        if x < 12 {
            var (rest, product) = (x, 1.0)
            while rest > 2.5 {
                rest -= 1
                product *= rest
            }
            return aboutTwo(rest - 2) + log(product)
        }
        return (x - 0.5) * log(x) - x + halfLogTwoPi + stirlingSeries(x)
    }

    /// ln of the binomial coefficient n over k, 0 <= k <= n, by Stirling's errors, so that nothing large cancels.
    static func binomial(_ n: Double, _ k: Double) -> Double {
        precondition(k >= 0 && k <= n, "k lies in 0...n")
        let (fewer, rest) = (min(k, n - k), max(k, n - k))
        if fewer == 0 { return 0 }
        return fewer * log(n / fewer) - rest * log1p(-fewer / n) + 0.5 * log(n / (fewer * rest)) - halfLogTwoPi
            + stirlingError(n) - stirlingError(fewer) - stirlingError(rest)
    }

    /// ln(x!) - ln(sqrt(2 pi x) (x/e)^x) for x > 0, what Stirling's formula leaves.
    static func stirlingError(_ x: Double) -> Double {
        x >= 12 ? stirlingSeries(x) : value(x + 1) - (x + 0.5) * log(x) + x - halfLogTwoPi
    }

    /// Stirling's series, DLMF 5.11.1; eight terms from x = 12 on leave less than 1e-16.
    private static func stirlingSeries(_ x: Double) -> Double {
        let inverse = 1 / (x * x)
        var sum = 0.0
        for coefficient in stirling.reversed() { sum = sum * inverse + coefficient }
        return sum / x
    }

    /// B(2k) / (2k (2k - 1)), k = 1...8: 1/12, -1/360, 1/1260, -1/1680, 1/1188, -691/360360, 1/156, -3617/122400.
    private static let stirling: [Double] = [
        8.3333333333333333e-2, -2.7777777777777778e-3, 7.9365079365079365e-4, -5.9523809523809524e-4,
        8.4175084175084175e-4, -1.9175269175269175e-3, 6.4102564102564103e-3, -2.9550653594771242e-2,
    ]

    /// ln Gamma(2 + z) for |z| <= 1/2: DLMF 5.7.3.
    private static func aboutTwo(_ z: Double) -> Double {
        var sum = 0.0
        for coefficient in zetaLessOne.reversed() { sum = sum * -z + coefficient }
        return z * (oneLessEuler + z * sum)
    }

    /// 1 less Euler's constant.
    private static let oneLessEuler = 0.422_784_335_098_467_139_393_487_909_917_598

    /// (zeta(k) - 1) / k for k = 2, 3, ...
    private static let zetaLessOne: [Double] = [
        3.2246703342411321824e-1,
        6.7352301053198095133e-2,
        2.0580808427784547879e-2,
        7.3855510286739852663e-3,
        2.8905103307415232858e-3,
        1.1927539117032609771e-3,
        5.0966952474304242234e-4,
        2.2315475845357937976e-4,
        9.9457512781808533715e-5,
        4.49262367381331417e-5,
        2.0507212775670691553e-5,
        9.439488275268395904e-6,
        4.3748667899074878042e-6,
        2.0392157538013662368e-6,
        9.5514121304074198329e-7,
        4.4924691987645660433e-7,
        2.1207184805554665869e-7,
        1.0043224823968099609e-7,
        4.7698101693639805658e-8,
        2.271109460894316491e-8,
        1.0838659214896954091e-8,
        5.1834750419700466551e-9,
        2.4836745438024783172e-9,
        1.1921401405860912074e-9,
        5.7313672416788620133e-10,
        2.7595228851242331452e-10,
    ]
}
