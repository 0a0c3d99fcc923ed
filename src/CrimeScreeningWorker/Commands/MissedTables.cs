using System.Globalization;
using CrimeScreeningWorker.Screening.Estimation;

namespace CrimeScreeningWorker.Commands;

/// <summary>Prints what is still missed.</summary>
internal static class MissedTables
{
    public static void Write(MissedReport report)
    {
        Console.WriteLine("What is still missed, by the audit sample");
        var share = report.All.Share;
        if (share.Sampled == 0)
        {
            Console.WriteLine($"  Nothing can be said: of {report.Drawn} crimes drawn from below the threshold none has been answered.");
        }
        else
        {
            Console.WriteLine(Text($"  Answered {share.Sampled} of {report.Drawn} drawn, {report.Unsure} unsure; stalking among them {share.Found}."));
            Console.WriteLine(Text($"  Of the {report.All.Unread:0} crimes that nobody was to read {Percent(share.Share)} are stalking, 95 % between {Percent(share.Low)} and {Percent(share.High)}."));
            Console.WriteLine(Text($"  That is {report.All.Missed.Expected:0} crimes, between {report.All.Missed.Low:0} and {report.All.Missed.High:0}, beside {report.All.Found} that reading found."));
            Console.WriteLine(Text($"  {report.ReviewsToHalve} more answers of the sample would halve that range."));
        }

        Console.WriteLine(Text($"  Above the threshold and not read yet: {report.Waiting} crimes, in which {report.WaitingExpected:0.#} of stalking are expected."));
        Write("Recall by month of recording", report.Months);
        Write("Recall by week of recording, from the Monday", report.Weeks);
        Console.WriteLine();
        Console.WriteLine("Recall against reviews: expected by the probabilities, measured by the answers");
        Console.WriteLine("   reviews   expected   nine in ten between   measured   of these answered");
        foreach (var point in report.Recall)
        {
            Console.WriteLine(Text(
                $"  {point.Capacity,8}   {Percent(point.Expected),8}   {Percent(point.Low),8} and {Percent(point.High),7}   {(point.Measured is { } m ? Percent(m) : "-"),8}   {point.Read,8}"));
        }
    }

    private static void Write(string title, IReadOnlyList<MissedEstimate> periods)
    {
        if (periods.Count == 0) return;
        Console.WriteLine();
        Console.WriteLine(title);
        Console.WriteLine("  from          found   answered   stalking   missed: expected, 95 %        recall, 95 %");
        foreach (var period in periods)
        {
            var missed = period.Share.Sampled == 0 ? "-" : Text($"{period.Missed.Expected:0.#}, {period.Missed.Low:0.#} to {period.Missed.High:0.#}");
            var recall = period.Recall is { } r ? $"{Percent(r.Expected)}, {Percent(r.Low)} to {Percent(r.High)}" : "-";
            Console.WriteLine(Text($"  {period.From:yyyy-MM-dd}   {period.Found,6}   {period.Share.Sampled,8}   {period.Share.Found,8}   {missed,-28} {recall}"));
        }
    }

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
