namespace CrimeScreeningWorker.Screening.Suggestions;

/// <summary>What a recording rule may ask of a case. The names are those of <c>rules/recording-rules.yaml</c>.</summary>
[Flags]
public enum CaseFact
{
    None = 0,
    Harassment = 1 << 0,
    Malcomms = 1 << 1,
    Breach = 1 << 2,
    Stalking = 1 << 3,
    Other = 1 << 4,
    ExPartner = 1 << 5,
    PartnerOrFamily = 1 << 6,
    Repeated = 1 << 7,
    Linked = 1 << 8,
    Behaviour = 1 << 9,
    ContactPublish = 1 << 10,
    Fixation = 1 << 11,
    DeathThreat = 1 << 12,
    Hostility = 1 << 13,
    SuspectUnknown = 1 << 14,
    RolesSwapped = 1 << 15,
    OtherForce = 1 << 16,
    Dispute = 1 << 17,
    TooShort = 1 << 18,
    Strong = 1 << 19,
    Likely = 1 << 20,
    Possible = 1 << 21,
}
