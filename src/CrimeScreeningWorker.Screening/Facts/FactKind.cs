namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>What a fact speaks of. The numbers are kept in stored readings: add at the end, never change one.</summary>
public enum FactKind : byte
{
    /// <summary>What the suspect is or was to the victim: a value of the extract's relationship list.</summary>
    Relationship = 0,

    /// <summary>At least so many occasions: a whole number.</summary>
    Occasions = 1,

    /// <summary>At least so many different days: a whole number.</summary>
    Days = 2,

    /// <summary>How long it has gone on, in days: a whole number.</summary>
    Duration = 3,

    /// <summary>How the victim was reached: <c>phone</c>, <c>sms</c>, <c>app</c>, <c>email</c>, <c>social-media</c>, <c>post</c>, <c>in-person</c>, <c>third-party</c>, <c>bank-transfer</c>, <c>tracker</c>.</summary>
    Channel = 4,

    /// <summary>The suspect was told that it is not wanted: <c>by-victim</c>, <c>by-police</c>, <c>by-other</c>.</summary>
    ToldToStop = 5,

    /// <summary>The victim has cut the suspect off: <c>yes</c>.</summary>
    Blocked = 6,

    /// <summary>Went on after being told, warned or blocked: <c>yes</c> or <c>no</c>.</summary>
    CarriedOn = 7,

    /// <summary>A protective order or bail condition in force: a value of the extract's order list, or <c>order</c> where the text does not say which.</summary>
    OrderInForce = 8,

    /// <summary>Said to be broken: <c>yes</c>.</summary>
    OrderBreached = 9,

    /// <summary>Done through technology: <c>yes</c>.</summary>
    Online = 10,

    /// <summary>Where it happened: <c>home</c>, <c>work</c>, <c>school</c>, <c>leisure</c>, <c>route</c>.</summary>
    Place = 11,

    /// <summary>What the victim has changed: <c>moved</c>, <c>number</c>, <c>route</c>, <c>work</c>, <c>security</c>, <c>sleep</c>, <c>stays-in</c>, <c>treatment</c>, <c>habits</c>.</summary>
    LifeChange = 12,

    /// <summary>Whether the suspect is known: <c>unknown</c> or <c>known</c>.</summary>
    Suspect = 13,
}
