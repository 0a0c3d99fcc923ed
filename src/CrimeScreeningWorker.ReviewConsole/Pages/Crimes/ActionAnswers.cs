using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Crimes;

/// <summary>The actions checklist as it was filled in: what differs from what is written down.</summary>
internal static class ActionAnswers
{
    public static string FieldOf(ReviewAction action) => $"action-{action}";

    public static string WhyOf(ReviewAction action) => $"why-{action}";

    public static IReadOnlyList<(ReviewAction Action, bool Answer, string? Why)> Parse(IFormCollection form, ReviewItem item, ModelStateDictionary state)
    {
        var answers = new List<(ReviewAction, bool, string?)>();
        foreach (var action in Enum.GetValues<ReviewAction>())
        {
            var said = form[FieldOf(action)].ToString();
            if (said is not ("yes" or "no")) continue;
            var why = form[WhyOf(action)].ToString().Trim() is { Length: > 0 } text ? text : null;
            var before = item.Actions.GetValueOrDefault(action);
            if (before?.Answer == (said == "yes") && before?.Note == why) continue;
            if (said == "no" && why is null) state.AddModelError(WhyOf(action), $"Say why not: {ReviewWording.Action(action).ToLowerInvariant()}");
            answers.Add((action, said == "yes", why));
        }

        return answers;
    }
}
