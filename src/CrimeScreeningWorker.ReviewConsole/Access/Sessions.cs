using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CrimeScreeningWorker.ReviewConsole.Access;

/// <summary>
/// Who is signed in. The browser holds a key that means nothing by itself; what it stands for is kept here and is gone at sign-out, so that
/// a copied cookie is worth nothing afterwards. A restart of the console signs everybody out.
/// </summary>
internal sealed class Sessions(TimeProvider clock) : ITicketStore
{
    private readonly ConcurrentDictionary<string, AuthenticationTicket> tickets = new(StringComparer.Ordinal);

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        RemoveExpired();
        var key = RandomNumberGenerator.GetHexString(64);
        tickets[key] = ticket;
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        // One that was ended meanwhile is not brought back by a request that began before.
        if (tickets.TryGetValue(key, out var known)) tickets.TryUpdate(key, ticket, known);
        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(tickets.GetValueOrDefault(key));

    public Task RemoveAsync(string key)
    {
        tickets.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    private void RemoveExpired()
    {
        var now = clock.GetUtcNow();
        foreach (var (key, ticket) in tickets)
            if (ticket.Properties.ExpiresUtc < now) tickets.TryRemove(key, out _);
    }
}
