namespace CrimeScreeningWorker.ReviewConsole.Access;

/// <summary>Which of <see cref="Policies"/> a handler needs besides its page's. Every handler that changes something has one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HandlerPolicyAttribute(string policy) : Attribute
{
    public string Policy => policy;
}
