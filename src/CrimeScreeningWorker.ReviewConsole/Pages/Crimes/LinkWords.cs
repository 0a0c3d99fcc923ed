using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Crimes;

internal static class LinkWords
{
    public static string Of(LinkVerdict verdict) => verdict switch
    {
        LinkVerdict.Confirmed => "Confirmed",
        LinkVerdict.Rejected => "Rejected",
        _ => "Withdrawn",
    };
}
