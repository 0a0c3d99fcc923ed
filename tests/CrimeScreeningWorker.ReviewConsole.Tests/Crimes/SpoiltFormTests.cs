using System.Globalization;
using System.Reflection;
using CrimeScreeningWorker.ReviewConsole.Pages;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Samples;
using Dapper;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Crimes;

/// <summary>Forms of the case page as no browser would send them: none meets a fault of the program, and none decides without a reason of the list.</summary>
public sealed class SpoiltFormTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    private static readonly string[] Handlers =
    [
        .. typeof(Pages.Crimes.IndexModel).GetMethods(BindingFlags.Public | BindingFlags.Instance).Select(method => method.Name)
            .Where(name => name.StartsWith("OnPost", StringComparison.Ordinal)).Select(name => name["OnPost".Length..^"Async".Length]),
    ];

    private static readonly string[] Fields =
    [
        "Version", "Input.Stalking", "Input.ShownRightly", "Input.Reason", "Input.Note", "Input.Suggest", "to", "note", "until", "forWhat", "reason", "corrects", "otherForce",
        "otherReference", "verdict", "then",
    ];

    private static readonly string[] Values =
    [
        "", " ", "Yes", "No", "Unsure", "true", "false", "pattern", "other", "single", "decided", "confirmed", "rejected", "next", "2a", "0", "1", "-1", "7", "2147483648", "1e9", "NaN",
        "0001-01-01", "9999-12-31", "2026-02-30", "2026-03-05", "31/12/9999", "<b onmouseover=alert(1)>", "' or 1=1 --", "=cmd()", "\0", "\u202E", "\uD800", "漢字", "😀", "%00", "../../etc",
        new('x', 4_001), new('9', 400), "null", "[]", "{}",
    ];

    private static int Count => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("SCREENING_TESTS_LONG")) ? 250 : 10_000;

    [Fact]
    public async Task Form_FilledInAtRandom_MeetsNoFaultAndDecidesNothingWithoutAReason()
    {
        var crime = console.FirstCrime();
        using var client = await console.SignedInClientAsync("R. Andom", ReviewRole.Coordinator);
        var chance = new SeededChance(11);
        var saved = 0;

        for (var number = 0; number < Count; number++)
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            for (ulong field = 0; field < (ulong)Fields.Length; field++)
                if (chance.Below(4, number, field) > 0) fields[Fields[field]] = Values[chance.Below(Values.Length, number, 100 + field)];
            // So that more than the version is looked at.
            if (chance.Below(3, number, 50) > 0) fields["Version"] = (await VersionAsync()).ToString(CultureInfo.InvariantCulture);
            var handler = Handlers[chance.Below(Handlers.Length, number, 51)];

            using var answer = await client.PostAsync($"{CaseAddress.Of(crime)}?handler={handler}", fields, page: "/queue");

            Assert.True((int)answer.StatusCode < 500, $"{handler} of form {number}: {answer.StatusCode}");
            if ((int)answer.StatusCode is >= 300 and < 400) saved++;
        }

        Assert.NotEqual(0, saved);
        await using var session = await console.Database.OpenAsync(CancellationToken.None);
        var reasons = await session.Connection.QueryAsync<string?>("select reason from review_event where kind in ('decided', 'second_decided')");
        Assert.All(reasons, reason => Assert.NotNull(DecisionReasons.Find(reason)));
    }

    private async Task<int> VersionAsync()
    {
        await using var session = await console.Database.OpenAsync(CancellationToken.None);
        var crime = console.FirstCrime();
        return await session.Connection.QuerySingleAsync<int>(
            "select version from review_item where force_code = @ForceCode and crime_reference = @CrimeReference", new { crime.ForceCode, crime.CrimeReference });
    }
}
