using System.Globalization;
using System.Text;
using CrimeScreeningWorker.Screening.Samples;

namespace CrimeScreeningWorker.Screening.Tests.Fuzz;

/// <summary>Sound inputs, spoilt in ways that can be repeated: the same number always gives the same bytes.</summary>
internal sealed class Mutations(ulong seed, IReadOnlyList<byte[]> sound)
{
    private const int MostSteps = 6;

    // What readers trip over: quotes, ends of lines, marks, joined and mirrored writing, half a pair, digits that are none, keywords of YAML.
    private static readonly byte[][] Odd =
    [
        .. new[]
        {
            "\"", "\"\"", "'", ",", ";", "\t", "\n", "\r", "\r\n", "\0", "\u0001", "\uFEFF", "\u200B", "\u202E", "\u2028", "e\u0301", "漢", "😀", "👩‍👩‍👧", "ﬁ", "İ", "ſ", "٣",
            "=cmd()", "<script>", "&amp;", "{", "}", "[", "]", "&a ", "*a", "!!int ", "- ", ": ", "|\n", "#", "%", "\\", "(", ")", "|", "...", "07700 900123", "@", "99999999999999999999",
            "-1", "1e309", "NaN", "2026-02-30", "not", "no", "never", "who",
        }.Select(Encoding.UTF8.GetBytes),
        [0xC3], [0xED, 0xA0, 0x80], [0xF8, 0x88], [0xFF, 0xFE],
    ];

    private readonly SeededChance chance = new(seed);

    /// <summary>The bytes of one number.</summary>
    public byte[] Of(int number)
    {
        var question = 0UL;
        int Below(int limit) => chance.Below(limit, number, question++);
        var bytes = sound[Below(sound.Count)].ToList();
        for (var step = Below(MostSteps) + 1; step > 0; step--)
        {
            var at = Below(bytes.Count + 1);
            var length = Math.Min(bytes.Count - at, 1 + Below(1 << Below(9)));
            switch (Below(7))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << Below(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(Below(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 3:
                    var other = sound[Below(sound.Count)];
                    var from = Below(other.Length);
                    bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 1 + Below(200))));
                    break;
                case 4:
                    var again = Odd[Below(Odd.Length)];
                    bytes.InsertRange(at, Enumerable.Repeat(again, 1 + Below(1 << Below(9))).SelectMany(piece => piece));
                    break;
                case 5:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, Odd[Below(Odd.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }
}

/// <summary>How many inputs are tried, and what of them is written down for <c>tests/run.sh</c> to print.</summary>
internal static class FuzzCount
{
    /// <summary>Set by <c>bash tests/run.sh --long</c>.</summary>
    private const string Variable = "SCREENING_TESTS_LONG";

    // Far above what the slowest takes on a busy machine, far below what one without end would.
    private static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(20);

    private static bool Long { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Tries <paramref name="read"/> on every input; fails when one takes too long, keeps too much memory busy, or throws.</summary>
    /// <param name="mostBytes">What one input may allocate at most.</param>
    public static void Try(string what, int inShort, int inLong, long mostBytes, Action<int> read)
    {
        var count = Long ? inLong : inShort;
        var (most, slowest) = (0L, TimeSpan.Zero);
        for (var number = 0; number < count; number++)
        {
            var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), System.Diagnostics.Stopwatch.StartNew());
            try
            {
                read(number);
            }
            catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{what}: input {number} was not borne: {fault.GetType().Name}."), fault);
            }

            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            Assert.True(most <= mostBytes, $"{what}: input {number} allocated {most} bytes");
            Assert.True(slowest < LongestInput, $"{what}: input {number} took {slowest.TotalSeconds} s");
        }

        var folder = Path.Combine(RepositoryRoot(), "artifacts", "figures");
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, $"fuzz {what}.txt"),
            string.Create(CultureInfo.InvariantCulture, $"Spoilt inputs, {what}: {count} read, none not borne; one allocated {most / 1024.0 / 1024:0.0} MB at most\n"));
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CrimeScreeningWorker.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
