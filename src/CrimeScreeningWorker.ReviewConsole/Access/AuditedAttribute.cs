using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.ReviewConsole.Access;

/// <summary>
/// As what showing this page, or the answer of this handler, is written to the access log. Without it a page is a view and a file an export.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AuditedAttribute(AccessAct act) : Attribute
{
    public AccessAct Act => act;
}

/// <summary>A page that shows nothing of any crime: it may be shown without a row in the access log.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NotAuditedAttribute : Attribute;
