using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Pages;

/// <summary>What a person sees when a page cannot be shown: the same words for every record, and none of it.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken] // It is shown in answer to a form that was refused, and changes nothing.
internal sealed class FaultModel : PageModel
{
    public string Title { get; private set; } = "";

    public string Sentence { get; private set; } = "";

    public void OnGet() => Say();

    public void OnPost() => Say();

    private void Say()
    {
        // Asked for by its own name it is no page.
        if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status404NotFound;
        (Title, Sentence) = Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ("Page not found", "There is nothing at this address that you can see. Check it, or begin again from the start."),
            StatusCodes.Status403Forbidden => ("Not for your role", "Your role does not allow this. That you asked has been written down."),
            StatusCodes.Status400BadRequest => ("The form has expired", "Nothing was saved. Go back, load the page again and send the form once more."),
            StatusCodes.Status429TooManyRequests => ("Too many searches", "You can search again in a minute."),
            StatusCodes.Status503ServiceUnavailable => ("The console cannot be used now",
                "The store of screened crimes does not answer, so that nothing can be shown or saved. Try again in a few minutes; operations can see why."),
            _ => ("Something went wrong", "Nothing was saved. Try again; if it happens again, tell operations at what time it did."),
        };
    }
}
