"""How people type a number, written down before the reader was made to read it: what is asked for, what says
it, and what does not."""

from __future__ import annotations

from typing import NamedTuple


class Asked(NamedTuple):
    """A value that is asked for."""

    right: float
    unit: str
    tolerance: float


SPELLINGS: dict[Asked, tuple[list[str], list[str]]] = {
    # A count that is to be exact.
    Asked(65536, "", 0): (
        [
            "65536", "65,536", "65.536", "65 536", "65\u202f536", "65’536", "65'536", "65_536", "6.5536e4",
            "6.5536E+04", "6.5536 × 10^4", "6.5536*10^4", "6.5536×10⁴", "6.5536 x 10^4", "6.5536·10**4",
            "65.536k", "65.5k", "65.5 k", "65.5 K", "65.5 thousand", "65.5K params", "65,500", "65536.0",
            "2^16", "2**16", "2¹⁶", "2^16 parameters", "~65,536", "≈ 65536", "= 65536", "about 65536",
            "ca. 65.536", "**65,536**", "`65536`", "*65536*", "_65536_", "65536!", "65536 ✅", "(65536)",
            "It comes to 65,536.", "It's exactly 65536 :)", "2*4096*8 → 65536", "2·4096·8 = 65 536",
            "so that's 2 × 4096 × 8 = 65,536", "8 x 8192 = 65536", "4096*8=32768, times 2 = 65536",
            "r(d+k) = 8·8192 = 65536", "65,536 (2·4096·8)", "65,536 (= 2^16)", "0.065536 million",
            "0.0655M", "sixty-five thousand five hundred thirty-six",
            "sixty five thousand five hundred and thirty six",
            "65,536 parameters per matrix, which is 0.39 %", "65,536 trained vs 16,777,216 in full",
            "16,777,216 for full fine-tuning; LoRA: 65,536", "32,768, no wait, 65,536",
            "32,768... sorry, I forgot A: 65,536", "~~32,768~~ 65,536", "~32768~ 65536",
            "32,768 (edit: 65,536)", "not 32,768 but 65,536",
            "32,768 for B and 32,768 for A, 65,536 in all",
            "| B | 32,768 |\n| A | 32,768 |\n| sum | 65,536 |",
            "- B: 32,768\n- A: 32,768\n- both: **65,536**", "1) 65536", "a) 65,536", "1. 65536",
            "$65,536$", "\\(65536\\)", "65536 weights", "65 536 paramètres", "65.536 Parameter",
            "6,5536e4", "6,5536 · 10^4",
        ],
        [
            "65", "65.5", "32,768", "65536000", "65.536 million", "not 65536", "between 60,000 and 70,000",
            "60000-70000", "65536 or 32768", "32768 or 65536", "-65536", "1/65536", "16,777,216", "66k",
            "65,537", "65535", "65,000", "2^15", "2^-16", "65536 GB", "65536 bytes", "65536 %", "65536 s",
            "65536 ms", "$ 65536", "65536 kB", "65,536, no wait, 32,768", "65,536... sorry, 32,768",
            "~~65,536~~ 32,768", "it isn't 65,536", "less than 65,536", "> 65,536", "at most 65536",
            "2*4096*8", "8 × 8192", "65536 × 2 = 131,072", "65536/2 = 32768", "6.5536e5", "65.5M",
            "655 hundred", "1, 2, 4, 65536", "it is 32768. it is 65536. it is 131072. it is 16384.",
            "66,000", "65.4k", "either 65536 or 131072", "65536 / 131072",
            "- 16384\n- 32768\n- 65536\n- 131072", "n/a", "x65536y",
        ],
    ),
    # A share of which the unit is per cent.
    Asked(0.390625, "%", 0.01): (
        [
            "0.390625", "0.39%", "0.39 %", "0.39 percent", "0.39 per cent", ".39%", "0,39 %", "0.0039",
            "3.9e-3", "3.9 × 10^-3", "3.9 · 10⁻³", "1/256", "1 / 256", "1 in 256", "one in 256",
            "1 out of 256", "1:256", "about 0.4%", "0.39 pct", "0.39pct.", "0.39 Prozent", "≈0.39%",
            "0.39 % of the matrix", ".0039", "39 basis points", "39 bps", "3.9‰",
            "roughly 0.39%, i.e. 0.0039", "~0.4 %", "0.391 %", "0.39 percentage points", "0.39 pp",
            "16/4096 = 0.39 %", "2r/d = 16/4096 = 0.0039", "0.390 %", "100·16/4096 = 0.39",
            "1/256, so about 0.4 %", "39 %, no wait, 0.39 %", "0.39%.", "between 0.388 and 0.393 %",
            "0.39 ± 0.002 %", "it's a tiny 0.39%", "LoRA: 0.39%, full: 100%", "0.39%\nbecause r is small",
            "(0.39 %)", "0.39 % or 0.0039", "0.0039 (0.39 %)", "4 in 1,024", "0.39\u00a0%", "0.39％",
        ],
        [
            "39%", "3.9%", "0.0039%", "0.39 GB", "99.6%", "0.39 or 0.78 %", "0.35 %", "0.395 %", "-0.39 %",
            "not 0.39 %", "1/128", "1 in 512", "256", "256/1", "< 0.39 %", "less than 1 %", "0.39 s",
            "0.2-0.6 %", "between 0.1 and 0.7 %", "0.39 %, no wait, 0.78 %", "390 basis points", "39‰",
            "0.39 tokens/s", "0.39 ms", "$0.39", "0.1 %, 0.2 %, 0.3 %, 0.39 %, 0.5 %", "0.39 × 2 = 0.78 %",
            "two in 256",
        ],
    ),
    # Sizes.
    Asked(35, "GB", 0.02): (
        [
            "35", "35 GB", "35GB", "35 gb", "35 Gb", "35 gigabytes", "35 Gigabyte", "35 gigs", "35 gig",
            "35.0GB", "35 G", "~35 G", "35e9 bytes", "35 × 10⁹ bytes", "3.5e10 B", "35,000 MB",
            "35.000 MB", "35000MB", "35000 megabytes", "35,000,000 kB", "35,000,000 KB", "0.035 TB",
            "32.6 GiB", "32.6 gibibytes", "32.6GiB", "33,379 MiB", "280 Gbit", "280 Gb", "280 gigabits",
            "280e9 bits", "0.28 Tbit", "280 billion bits", "35 billion bytes", "35 bn bytes",
            "35 milliard bytes", "35 GBytes", "35-GB", "70B × 0.5 byte = 35 GB",
            "70e9 * 4 bit / 8 = 35 GB", "70 * 4/8 = 35", "35 GB, so too big for 24 GB",
            "between 34 and 36 GB", "34-36 GB", "34–36 GB", "34 to 36 GB", "34 GB to 36 GB", "35±0.5 GB",
            "35 +/- 0.5 GB", "35 GB ± 1", "thirty-five gigabytes", "thirty five GB", "35 GB of VRAM",
            "35GB for weights only", "140 GB in fp32? no wait, 4 bits: 35 GB", "35 GB (280 Gbit)",
            "weights: 35 GB, KV cache: 2 GB", "just under 35.1 GB", "a bit over 34.9 GB", "35'000 MB",
            "fp16 would be 140 GB, int4 is 35 GB", "140 GB / 4 = 35 GB", "35 GB/GPU",
        ],
        [
            "35 MB", "35 GiB", "350 GB", "35 TB", "35 kB", "70", "280 GB", "35 seconds", "35 s", "35 ms",
            "35 %", "35 Gbit", "35 gigabits", "35 bits", "35 bytes", "35 B", "35 million bytes",
            "35 tokens/s", "$35", "35 TFLOPs", "30-40 GB", "between 20 and 50 GB", "less than 35 GB",
            "over 35 GB", "at least 35 GB", "not 35 GB", "35 or 70 GB", "35 GB, sorry, 70 GB", "35 hours",
            "35 min", "35,000 GB", "3.5 GB", "35±10 GB", "17.5 GB × 2", "thirty gigabytes",
            "35 parameters", "35 µs",
        ],
    ),
    Asked(3.5, "GB", 0.02): (
        [
            "3.5", "3,5 GB", "three and a half gigabytes", "3 1/2 GB", "3½ GB", "3.26 GiB", "28 Gbit",
            "3500 MB", "3,500 MB", "3.500 MB", "3.5gb", "7/2 GB = 3.5", "three point five GB",
            "28 bn bits", "3.5e9",
        ],
        [
            "35 GB", "3,500 GB", "3.5 GiB", "28 GB", "3.5 MB", "3.5 Mbit", "5 GB", "3 GB", "2 GB",
            "3.5 min", "half",
        ],
    ),
    Asked(7000000000.0, "", 0.01): (
        [
            "7B", "7b", "7 B", "7 billion", "7bn", "7 bn", "7e9", "7E9", "7,000,000,000", "7.000.000.000",
            "7 000 000 000", "7 × 10⁹", "7·10^9", "7 x 10^9", "7*10**9", "10^9 * 7 = 7e9", "7 G", "7G",
            "7000M", "7000 million", "7,000 million", "7 milliard", "7 milliards", "7 Mrd", "7 Mrd.",
            "7B params", "7 billion parameters", "0.007 trillion", "0.007T", "seven billion", "700 crore",
            "7 thousand million",
        ],
        [
            "7", "7M", "7 million", "7k", "7T", "7 trillion", "7e8", "7.2B", "70 billion", "7 GB",
            "7 billion bytes", "7 %", "7 s", "7 lakh",
        ],
    ),
    Asked(16777216, "", 0.001): (
        [
            "16777216", "1,67,77,216", "16.777.216", "16 777 216", "16.8M", "16.78 million", "1.678 crore",
            "4096²", "4096^2", "2^24", "167.8 lakh", "1.68e7", "16.8 mio", "16,8 Mio.",
        ],
        [
            "4096", "16.8k", "16.8 billion", "1.68 million", "17 million", "2^23", "4096*2",
        ],
    ),
    Asked(2.3e-05, "", 0.01): (
        [
            "2.3e-5", "0.000023", "2.3×10⁻⁵", "2.3 * 10^-5", "2.3·10^(-5)", "2.3·10^{-5}", "23e-6",
            "2.3 x 10-5", "23 × 10^−6", "0,000023", "2,3e-5", "0.0023 %", "2.3E-05", "23 ppm",
            "2.3 × 10^–5",
        ],
        [
            "2.3e5", "2.3e-4", "0.00023", "0.023 %", "2.3", "23", "2.3 × 10^5", "2.3 x 105", "-2.3e-5",
        ],
    ),
    Asked(-0.42, "", 0.01): (
        [
            "-0.42", "−0.42", "minus 0.42", "-.42", "-42 %", "it is -0.42", "= -0.42", "x = −0,42",
            "negative 0.42", "(-0.42)", "0.58 - 1 = -0.42",
        ],
        [
            "0.42", "+0.42", "1 - 0.42", "42 %", "-0.042", "-4.2",
        ],
    ),
    # Times and rates.
    Asked(120, "ms", 0.02): (
        [
            "120", "120 ms", "120ms", "0.12 s", "0.12 sec", "0.12 seconds", "120 milliseconds",
            "120,000 µs", "120000 us", "120 msec", "0.002 min", "0.12s per request", "120 ms/token",
            "118-122 ms", "1.2e-1 s",
        ],
        [
            "120 s", "120 µs", "0.12 ms", "120 min", "120 GB", "1200 ms", "2 h", "120 tokens", "12 ms",
            "120 %",
        ],
    ),
    Asked(90, "min", 0.02): (
        [
            "90", "90 min", "90 minutes", "1.5 h", "1.5 hours", "1.5 hrs", "5400 s", "5,400 seconds",
            "90min", "one and a half hours", "1½ h", "1 1/2 hours", "0.0625 days",
            "1.5 GPU-hours", "5400 GPU seconds", "1.5 GPU-h",
        ],
        [
            "90 s", "90 h", "1.5 min", "1.5", "150 min", "90 ms", "90 MB", "90 GPU-hours", "1.5 GPU-days",
        ],
    ),
    Asked(24, "tokens/s", 0.02): (
        [
            "24", "24 tokens/s", "24 tok/s", "24 t/s", "24 tps", "24 tokens per second",
            "24 tokens a second", "24/s", "1440 tokens/min", "1,440 tokens per minute", "0.024 tokens/ms",
            "24 tokens / s", "24 tokens/sec", "1000/41.7 = 24 tok/s",
            "24 times a second", "24 times per second",
        ],
        [
            "24 s", "24 ms", "24 tokens/min", "24 GB/s", "24 tokens/ms", "240 tok/s", "24 %", "24 h",
            "24 times", "24 times a minute",
        ],
    ),
    Asked(900, "GB/s", 0.02): (
        [
            "900", "900 GB/s", "900GB/s", "0.9 TB/s", "900 gigabytes per second", "7.2 Tbit/s",
            "7200 Gbps", "900 GBps", "9e11 B/s", "838 GiB/s",
        ],
        [
            "900 Gbps", "900 Gbit/s", "900 MB/s", "900 s", "90 GB/s", "900 GB/min",
        ],
    ),
    # Work, tokens, money, ratios, information.
    Asked(1400000000000000.0, "FLOPs", 0.02): (
        [
            "1.4e15", "1.4e15 FLOPs", "1.4 PFLOPs", "1.4 PFLOP", "1400 TFLOPs", "1.4 petaflops",
            "1.4 × 10^15 flops", "1,400 teraflop", "2*70e9*10^4 = 1.4e15", "1.4 quadrillion",
            "1.4e15 operations", "1.4e15 ops", "1.4 quadrillion floating point operations",
        ],
        [
            "1.4 TFLOPs", "1.4 EFLOPs", "1.4e12", "1.4 PB", "1.4 GFLOPs", "1.4",
        ],
    ),
    Asked(1.4, "trillion tokens", 0.02): (
        [
            "1.4", "1.4 trillion", "1.4T", "1.4 T", "1.4T tokens", "1.4 trillion tokens", "1.4e12",
            "1,400 billion tokens", "1400B", "20 × 70B = 1.4T", "1.4 × 10^12 tokens",
        ],
        [
            "1.4 billion", "1.4B tokens", "1.4e9", "14T", "1.4 TB", "1.4 %", "1400",
        ],
    ),
    Asked(12.5, "$", 0.02): (
        [
            "12.5", "$12.5", "$12.50", "12.50 $", "12.5 USD", "12.50 dollars", "US$12.50", "1250 cents",
            "12,50 $", "$12.50 per day", "5 * $2.50 = $12.50",
        ],
        [
            "€12.50", "12.5 cents", "$1.25", "$125", "12.5 %", "$12.5k", "12.5 GB", "12.5 EUR",
        ],
    ),
    Asked(2.4, "×", 0.02): (
        [
            "2.4", "2.4x", "2.4×", "2.4 times", "2.4-fold", "2.4 fold", "2.4x faster", "2.4× as fast",
            "240 %", "a factor of 2.4", "24/10 = 2.4", "2,4x", "speedup: 2.4×", "2.4 times faster",
        ],
        [
            "24x", "2.4 %", "2.4 ms", "0.42", "3x", "2.4 GB", "1/2.4",
        ],
    ),
    Asked(0.1733, "nats", 0.02): (
        [
            "0.1733", "0.173", "0.173 nats", "0.173 nat", "0.25 bits", "0.25 bit", "KL = 0.173",
            "KL(p‖q) = 0.173 nats", "0,173 nats", "D_KL = 0.25 bits = 0.173 nats",
        ],
        [
            "0.25 nats", "0.173 bits", "0.25", "17.3", "-0.173", "0.173 GB", "0.173 s",
        ],
    ),
    Asked(12, "percentage points", 0.02): (
        [
            "12", "12 pp", "12 percentage points", "12 points", "12 %", "0.12",
            "from 60 % to 72 %, so 12 pp",
        ],
        [
            "1.2 pp", "120 pp", "12 GB", "72 %", "60 %", "12 bps",
        ],
    ),
    Asked(15.77, "", 0.01): (
        [
            "15.77", "15,77", "15.8", "χ² = 15.77", "X^2 = 15.8", "χ²(3) = 15.77",
            "400/170 + 4/110 + 400/30 = 15.77", "2.35 + 0.04 + 0.04 + 13.33 = 15.77", "15.77 > 7.81",
            "7.81 < 15.77", "15.77, which is above 7.81", "15.765", "15.7686", "≈ 15.8",
            "fifteen point seven seven", "chi2(3)=15.77, p<.01",
        ],
        [
            "15.2", "7.81", "157.7", "1.577", "15.77 %", "less than 15.77", "χ² > 15.77", "1577",
            "15.77 bits", "14.77",
        ],
    ),
    Asked(3, "", 0): (
        [
            "3", "three", "df = 3", "4 - 1 = 3", "4−1 = 3", "k - 1 = 3", "it is three", "3 df", "df: 3",
            "3.0", "df=4-1=3", "(4-1) = 3",
        ],
        [
            "4", "df = 4", "3.1", "4 - 1", "30", "2 or 3", "3 or 4", "not 3", "2-4", "-3", "3 %", "3 GB",
            "3 ms",
        ],
    ),
}  # fmt: skip
