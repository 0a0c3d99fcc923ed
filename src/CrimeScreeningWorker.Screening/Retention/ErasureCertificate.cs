using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CrimeScreeningWorker.Screening.Retention;

/// <summary>What was erased of one class of data, or would be.</summary>
/// <param name="Class">Such as <c>crimes</c>.</param>
/// <param name="Before">Older than this.</param>
/// <param name="Rows">By table; what goes with a crime (reading, links, score) is not counted apart.</param>
public sealed record ErasedClass(string Class, double PeriodDays, DateTimeOffset Before, IReadOnlyDictionary<string, long> Rows);

/// <summary>Says what was erased without containing it: counts, and keyed hashes by which only who has the key finds a crime again.</summary>
/// <param name="HeldBack">Crimes whose time had come and that a legal hold keeps.</param>
/// <param name="AuditEntry">Place and hash of the entry of the audit log; null: a dry run.</param>
/// <param name="CrimeHashes">HMAC-SHA-256 of force code, a line feed and the crime number, in order; empty: a dry run.</param>
/// <param name="BytesBefore">Size of the store; null: a dry run.</param>
public sealed record ErasureCertificate(
    DateTimeOffset At, string Person, string Reason, IReadOnlyList<ErasedClass> Classes, long HeldBack, string? AuditEntry, IReadOnlyList<string> CrimeHashes,
    long? BytesBefore, long? BytesAfter)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public long Rows => Classes.Sum(c => c.Rows.Values.Sum());

    /// <summary>How a certificate names a crime.</summary>
    public static string HashOf(CrimeKey crime, string key) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{crime.ForceCode}\n{crime.CrimeReference}")));

    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>One page that prints, and needs no network.</summary>
    public string ToHtml()
    {
        var page = new StringBuilder("""
            <!doctype html>
            <html lang="en-GB"><head><meta charset="utf-8"><title>Certificate of erasure</title>
            <style>body{font:1rem/1.5 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}th,td{text-align:left;padding:.25rem 1rem .25rem 0;border-bottom:1px solid #b1b4b6}td.n{text-align:right}code{font-size:.8rem;overflow-wrap:anywhere}</style>
            </head><body><main>
            <h1>Certificate of erasure</h1>

            """);
        Line($"<p>Erased on {At.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {Text(Person)}. Reason: {Text(Reason)}</p>");
        Line($"<table><caption>What was erased</caption><thead><tr><th scope=\"col\">Class</th><th scope=\"col\">Kept for, days</th><th scope=\"col\">Older than</th><th scope=\"col\">Table</th><th scope=\"col\">Rows</th></tr></thead><tbody>");
        foreach (var one in Classes)
            foreach (var (table, rows) in one.Rows)
                Line($"<tr><td>{Text(one.Class)}</td><td class=\"n\">{one.PeriodDays:0.##}</td><td>{one.Before.UtcDateTime:yyyy-MM-dd}</td><td>{Text(table)}</td><td class=\"n\">{rows}</td></tr>");
        Line($"</tbody></table><p>{HeldBack} crimes stay because of a legal hold.</p>");
        if (BytesBefore is { } before && BytesAfter is { } after) Line($"<p>Size of the store: {before} bytes before, {after} bytes after.</p>");
        if (AuditEntry is not null) Line($"<p>Entry of the audit log: <code>{Text(AuditEntry)}</code></p>");
        Line($"<h2>Erased crimes</h2><p>{CrimeHashes.Count}, each by a hash that only the holder of the force's key can match to a crime number.</p><ul>");
        foreach (var hash in CrimeHashes) Line($"<li><code>{hash}</code></li>");
        return page.Append("</ul></main></body></html>\n").ToString();

        void Line(FormattableString line) => page.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        static string Text(string text) => WebUtility.HtmlEncode(text);
    }
}
