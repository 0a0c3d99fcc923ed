using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class TriageQueueTests
{
    [Fact]
    public void List_MixedCrimes_AreInThePublishedOrder()
    {
        ScreenedCrime[] inOrder =
        [
            Some.Crime("urgent", Priority.P1, 0.2, due: "2026-01-20T17:00:00+00:00"),
            Some.Crime("due first", Priority.P2, 0.3, due: "2026-01-15T17:00:00+00:00"),
            Some.Crime("likely", Priority.P2, 0.9, due: "2026-01-15T18:00:00+00:00"),
            Some.Crime("old", Priority.P2, 0.5, due: "2026-01-15T18:00:00+00:00", recorded: "2026-01-10T09:00:00+00:00"),
            Some.Crime("A", Priority.P2, 0.5, due: "2026-01-15T18:00:00+00:00", force: "AVO"),
            Some.Crime("A", Priority.P2, 0.5, due: "2026-01-15T18:00:00+00:00"),
            Some.Crime("B", Priority.P2, 0.5, due: "2026-01-15T18:00:00+00:00"),
            Some.Crime("not dated", Priority.P2, 0.99, due: null),
            Some.Crime("week", Priority.P3, 0.99),
            Some.Crime("stalking, urgent", Priority.P1, 0.99, "8Q"),
            Some.Crime("stalking, week", Priority.P3, 0.99, "8Q"),
        ];

        var list = ListOf(new TriageOptions(), [.. inOrder.OrderBy(crime => crime.Crime.Key.CrimeReference.Length), Some.Crime("none", Priority.None)]);

        Assert.Equal(string.Join('|', inOrder.Select(crime => crime.Crime.Key)), string.Join('|', list.Items.Select(item => item.Crime.Crime.Key)));
        Assert.Equal(Enumerable.Range(1, inOrder.Length), list.Items.Select(item => item.Rank));
    }

    [Fact]
    public void List_SameInstantInTwoOffsets_IsATieForTheKey()
    {
        var list = ListOf(new TriageOptions(), Some.Crime("2", due: "2026-01-15T17:00:00+00:00"), Some.Crime("1", due: "2026-01-15T18:00:00+01:00"));

        Assert.Equal("1", list.Items[0].Crime.Crime.Key.CrimeReference);
    }

    [Fact]
    public void Add_BelowTheThreshold_IsNotInTheList()
    {
        var queue = new TriageQueue(Some.Context.Scope, new TriageOptions());

        Assert.False(queue.Add(Some.Crime(priority: Priority.None), []));
        Assert.Empty(queue.Rows());
    }

    [Fact]
    public void List_MoreThanThePageHolds_KeepsTheBestAndCountsTheRest()
    {
        var crimes = Enumerable.Range(1, 30).Select(i => Some.Crime($"CR/{i:00}", probability: i / 100.0)).ToArray();

        var list = ListOf(new TriageOptions { PageCrimes = 3, NonDomesticShare = 0 }, crimes);

        Assert.Equal("CR/30 CR/29 CR/28", string.Join(' ', list.Items.Select(item => item.Crime.Crime.Key.CrimeReference)));
        Assert.Equal(27, list.NotShown);
        Assert.Equal(30, list.Totals[TriageGroup.ThisWeek]);
    }

    [Fact]
    public void List_DomesticCrimesFillThePage_KeepsPlacesForOthersAtTheirOwnRank()
    {
        var domestic = Enumerable.Range(1, 20).Select(i => Domestic(Some.Crime($"DA/{i:00}", probability: 0.9)));
        var others = Enumerable.Range(1, 20).Select(i => Some.Crime($"ND/{i:00}", probability: 0.5));

        var list = ListOf(new TriageOptions { PageCrimes = 10, NonDomesticShare = 0.2 }, [.. others, .. domestic]);

        Assert.Equal("DA/01 DA/02 DA/03 DA/04 DA/05 DA/06 DA/07 DA/08 ND/01 ND/02", string.Join(' ', list.Items.Select(item => item.Crime.Crime.Key.CrimeReference)));
        Assert.Equal(21, list.Items[8].Rank);
    }

    [Fact]
    public void Rows_EveryQueuedCrime_IsThereInOrder()
    {
        var queue = new TriageQueue(Some.Context.Scope, new TriageOptions { PageCrimes = 1 });
        for (byte i = 0; i < 5; i++)
        {
            var row = i;
            queue.Add(Some.Crime($"CR/{i}", probability: i / 10.0), [row]);
        }

        Assert.Equal("1:4 2:3 3:2 4:1 5:0", string.Join(' ', queue.Rows().Select(row => $"{row.Rank}:{row.Row[0]}")));
    }

    private static ScreenedCrime Domestic(ScreenedCrime crime) => crime with { Crime = crime.Crime with { Relationship = "Ex-partner" } };

    private static TriageList ListOf(TriageOptions options, params ScreenedCrime[] crimes)
    {
        var queue = new TriageQueue(Some.Context.Scope, options);
        foreach (var crime in crimes) queue.Add(crime, []);
        return queue.List(crimes.Where(crime => queue.Shown.Contains(crime.Crime.Key)));
    }
}
