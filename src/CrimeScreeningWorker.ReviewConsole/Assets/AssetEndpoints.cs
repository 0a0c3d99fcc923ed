using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace CrimeScreeningWorker.ReviewConsole.Assets;

internal static class AssetEndpoints
{
    public static void MapAssets(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/assets/{**name}", (string name, EmbeddedAssets assets, HttpContext context) =>
        {
            if (assets.Find(name) is not { } asset) return Results.NotFound();
            // The address carries the version of what a page asks for; a style sheet asks for its icons without one.
            context.Response.Headers.CacheControl = context.Request.Query["v"] == asset.Version
                ? "public, max-age=31536000, immutable"
                : "public, max-age=3600";
            return Results.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
        }).AllowAnonymous();
}
