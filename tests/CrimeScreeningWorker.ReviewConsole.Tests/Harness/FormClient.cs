using System.Net;
using AngleSharp.Html.Parser;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Harness;

/// <summary>Speaks to a console as a browser without script does, and as none would.</summary>
public sealed class FormClient(string address) : IDisposable
{
    private const string TokenField = "__RequestVerificationToken";

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() })
    {
        BaseAddress = new Uri(address),
    };

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>Reads the page for its form's token, and sends it along with the fields.</summary>
    /// <param name="page">Where the form stands; null: at the address it goes to.</param>
    public async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> fields, string? page = null)
    {
        var html = await client.GetStringAsync(new Uri(page ?? path, UriKind.Relative));
        var token = (await new HtmlParser().ParseDocumentAsync(html)).QuerySelector($"input[name={TokenField}]")?.GetAttribute("value");
        return await PostBareAsync(path, new(fields) { [TokenField] = token ?? "" });
    }

    /// <summary>Sends fields and nothing else.</summary>
    public async Task<HttpResponseMessage> PostBareAsync(string path, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public async Task<HttpResponseMessage> GetAsHostAsync(string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Headers = { Host = host } };
        return await client.SendAsync(request);
    }

    public void Dispose() => client.Dispose();
}
