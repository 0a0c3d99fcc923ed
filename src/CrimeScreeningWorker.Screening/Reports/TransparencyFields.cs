using System.Globalization;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>The fields of the transparency record and what the worker can say to each.</summary>
internal static class TransparencyFields
{
    private const string Owner = "the force's owner of the tool", Protection = "the data protection officer", Buyers = "procurement", Registrar = "the force crime registrar";

    public static string SectionOf(string number) => number switch
    {
        ['1', ..] => "Tier 1: summary",
        _ when number.StartsWith("2.1", StringComparison.Ordinal) => "Tier 2: owner and responsibility",
        _ when number.StartsWith("2.2", StringComparison.Ordinal) => "Tier 2: description and rationale",
        _ when number.StartsWith("2.3", StringComparison.Ordinal) => "Tier 2: deployment context",
        _ when number.StartsWith("2.4.1", StringComparison.Ordinal) => "Tier 2: tool specification",
        _ when number.StartsWith("2.4.2", StringComparison.Ordinal) => "Tier 2: model specification",
        _ when number.StartsWith("2.4.3", StringComparison.Ordinal) => "Tier 2: development data",
        _ when number.StartsWith("2.4.4", StringComparison.Ordinal) => "Tier 2: operational data",
        _ => "Tier 2: risks, mitigations and impact assessments",
    };

    public static IEnumerable<TransparencyField> Of(ModelFacts facts)
    {
        var (manifest, review) = (facts.Manifest, facts.Review);
        var classes = string.Join(", ", facts.Scope.Classes);
        yield return Said("1.1", "Name", "Stalking screening (CrimeScreeningWorker)");
        yield return Said("1.2", "Description", "Every night the tool reads the crimes that the force recorded as harassment, malicious communications or a broken order, joins each to the earlier crimes of the same people, and puts those most likely to be stalking at the top of a list that a specialist reads in the morning. It was made because stalking is often recorded one incident at a time, and then nobody sees the pattern. It decides nothing: a person reads each record and decides.");
        yield return Open("1.3", "Website URL", Owner, "a page where the public can read more");
        yield return Open("1.4", "Contact email", Owner, "an address that is read");

        yield return Open("2.1.1", "Organisation or department", Owner, "the name of the force");
        yield return Open("2.1.2", "Team", Owner, "the team that answers for the tool");
        yield return Open("2.1.3", "Senior responsible owner", Owner, "the role, not the person's name");
        yield return Open("2.1.4", "Third party involvement", Buyers, "whether anybody outside the force supplies, runs or supports it");
        yield return Open("2.1.4.1", "Third party", Buyers, "the supplier, or that there is none");
        yield return Open("2.1.4.2", "Companies House number", Buyers, "of the supplier, or that there is none");
        yield return Open("2.1.4.3", "Third party role", Buyers, "what the supplier does, or that there is none");
        yield return Open("2.1.4.4", "Procurement procedure type", Buyers, "how it was bought, or that it was not");
        yield return Open("2.1.4.5", "Third party data access terms", Buyers, "on which terms a supplier sees data, or that none does. The tool itself sends nothing out but counts, to addresses that the force has set");

        yield return Said("2.2.1", "Detailed description", $"A rule book of {facts.Book.Indicators.Count} indicators, which a coordinator can read and change, marks what a narrative says was done, by whom, and what is denied. A text model gives the likelihood of the wording. Linked crimes add what came before. A sum of these, calibrated, gives a probability; from {Number(facts.Thresholds.Review)} on a crime is listed, by urgency. Each entry says why it is there, in the record's own words.");
        yield return Said("2.2.2", "Scope", $"Recorded crimes of the classes {classes}, and others whose included classifications, codes or flags hide such an offence. It is meant to find stalking recorded as something else. It is not meant to assess risk, to judge a person, to change a record or to take a decision, and it must not be read as clearing what it does not list.");
        yield return Said("2.2.3", "Benefit", Benefit(facts));
        yield return Open("2.2.4", "Previous process", Owner, "how such crimes were found before, such as daily searches, dip samples or reading everything");
        yield return Said("2.2.5", "Alternatives considered", "Searching for words, and reading by the class of the crime, are measured beside the tool on the same records: see `evaluate --corpus`. Large language models were not used: what moved a score must be shown exactly, and no narrative may leave the force.");

        yield return Said("2.3.1", "Integration into broader operational process", $"The list is made by night and read in the morning by the stalking coordinator, with {review.Capacity} reviews a day in the settings. What should be recorded otherwise goes to crime data integrity as a suggestion with the recording rule it rests on; they accept, amend or reject it. The tool writes nothing back to the crime system.");
        yield return Said("2.3.2", "Human decisions and review", "A named person decides each crime, with a reason. The tool cannot decide, and cannot take a decision back. Some records are read blind, without its opinion; some by two people. Decisions and who looked at what are kept for ever.");
        yield return Open("2.3.3", "Frequency and scale of usage", Owner, Scale(facts));
        yield return Open("2.3.4", "Required training", Owner, "which training readers have. The console's help page holds the statutory examples, what a probability is, and what the list cannot see");
        yield return Open("2.3.5", "Appeals and review", Registrar, "how a person can have a recording decision reviewed. The tool takes none, so there is none of its own to appeal against; every decision of a reader can be reversed with a reason");

        yield return Said("2.4.1.1", "System architecture", "One program on the force's own machines, with a database of its own (PostgreSQL, or SQLite on one machine). It reads an extract or a view of the crime system, keeps crimes, scores and decisions in its database, and serves a web console on the force's network. It calls no service outside; counts of runs can be posted to an address that the force sets.");
        yield return Open("2.4.1.2", "Phase", Owner, "pilot, production or retired");
        yield return Said("2.4.1.3", "Maintenance", $"Every week a report says whether anything needs a person: drift of the scores, indicators that fire otherwise, overrides, time on an item. No alarm is given for fewer than {facts.Monitoring.MinimumCount} crimes. A new model is taken only by a named person, after it was compared with the old one on people neither has seen.");
        yield return Said("2.4.1.4", "Models", "One: a rule book, a linear text model and an additive model over both and the linked crimes.");

        yield return Said("2.4.2.1", "Model name", "Stalking recorded as something else");
        yield return Said("2.4.2.2", "Model version", $"{manifest.Version}, with rule book {facts.Book.Version}");
        yield return Said("2.4.2.3", "Model task", "To give each recorded crime the probability that it is stalking, so that people read the likely ones first.");
        yield return Said("2.4.2.4", "Model input", "The narrative, class, flags, orders, relationship and dates of a crime, and those of the crimes it is linked to. Not age, sex, gender or ethnicity.");
        yield return Said("2.4.2.5", "Model output", "A probability; a priority (same day, next working day, this week, none); the indicators found with their place in the text; a suggested class and section with the rule; questions that the record leaves open.");
        yield return Said("2.4.2.6", "Model architecture", $"Logistic regression over hashed runs of words and characters ({Count(manifest.WordFeatures)} and {Count(manifest.CharacterFeatures)} known), then logistic regression over indicators, history and that text score; log odds add up, so that each part's effect is known exactly.");
        yield return Said("2.4.2.7", "Model performance", Performance(facts));
        yield return Said("2.4.2.8", "Datasets", $"The labelled training set of {Count(manifest.TrainingSet.Narratives)} narratives, SHA-256 {manifest.TrainingSet.Sha256}.");
        yield return Said("2.4.2.9", "Dataset purposes", "Training, choosing thresholds and measuring, by cross-validation: the people of a record are never on both sides.");

        yield return Said("2.4.3.1", "Source data name", "Training set of the model");
        yield return Said("2.4.3.2", "Data modality", "Text, with fields of the crime record");
        yield return Said("2.4.3.3", "Data description", "Narratives of recorded crimes with a label: stalking or not, section, online element, broken order, high risk. The shipped ones are invented by several writers in the style of different forces. Labels of a force's own reviewers join them when it trains on its own decisions.");
        yield return Said("2.4.3.4", "Data quantities", $"{Count(manifest.TrainingSet.Narratives)} narratives, {Count(manifest.TrainingSet.Stalking)} of them stalking.");
        yield return Said("2.4.3.5", "Sensitive attributes", "Age, sex and ethnicity stand in columns of their own, are kept from training, and are read to compare groups. Narratives may tell of health, of sexual life and of crime.");
        yield return Said("2.4.3.6", "Data completeness and representativeness", Representativeness(facts));
        yield return Open("2.4.3.7", "Source data URL", Owner, "where the training set can be had, if it can. The shipped one is in the folder models/corpus of the program");
        yield return Open("2.4.3.8", "Data collection", Owner, "for which purpose the force's own crimes were recorded, where it trains on them. The shipped records were written for this purpose");
        yield return Said("2.4.3.9", "Data cleaning", "Police shorthand is written out, numbers become classes, words of gender become one word; a word must stand in the narratives of several groups of people to be known. Rows that cannot be read are set aside and counted, never guessed.");
        yield return Open("2.4.3.10", "Data sharing agreements", Protection, "which there are, or that there are none");
        yield return Open("2.4.3.11", "Data access and storage", Protection, "who may see the training data and how long it is kept. The model holds only hashes of words");

        yield return Open("2.4.4.1", "Data sources", Owner, "the crime recording system that the extract or the view comes from");
        yield return Said("2.4.4.2", "Sensitive attributes", "As of the training set: age, sex, gender and ethnicity are read for the comparison of groups alone. Narratives are special category data and criminal offence data.");
        yield return Said("2.4.4.3", "Data processing methods", "Validated, linked by person, telephone, e-mail, account and vehicle, read, scored; an unreadable row is set aside with its reason. Logs hold references and counts, never a narrative or a name.");
        yield return Open("2.4.4.4", "Data access and storage", Protection, "who may see it and how long it is kept. The console lets in by role, writes down who looked at what, and shows nothing when it cannot");
        yield return Open("2.4.4.5", "Data sharing agreements", Protection, "which there are, or that there are none");

        yield return Open("2.5.1", "Impact assessment", Protection, "the data protection impact assessment and the equality impact assessment, with their dates");
        yield return Said("2.5.2", "Risks and mitigations", Risks(facts));
    }

    private static string Benefit(ModelFacts facts) => facts.Measured is { } measured && measured.KeyFigures.Length > 1
        ? $"On forces that it never saw, {measured.KeyFigures[0].Value} {measured.KeyFigures[0].Meaning}; {measured.KeyFigures[1].Value} {measured.KeyFigures[1].Meaning}. All of it on invented records: what it brings a force is to be measured there."
        : "Stalking that is recorded as something else is read the next morning and not when somebody comes upon it. How much of it is found was not given to this record: `evaluate --corpus --out` measures it.";

    private static string Scale(ModelFacts facts) => facts.Watched?.Watching is { } watching
        ? $"how many people use it. In the store: {watching.Drift.Sum(d => d.Count).ToString("N0", CultureInfo.InvariantCulture)} crimes scored and {watching.Agreement.Sum(a => a.Decisions).ToString("N0", CultureInfo.InvariantCulture)} decisions in {facts.Monitoring.Months} months"
        : "how many crimes a night and how many people. `reports transparency --store STORE` counts them";

    private static string Performance(ModelFacts facts)
    {
        var folds = string.Join(", ", facts.Manifest.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key} {Number(m.Value)}"));
        var measured = facts.Measured is null ? "" : $" On forces never seen: {Keys(facts.Measured)}.";
        var watched = facts.Watched is null ? "" : $" In this force, by what people decided: {Keys(facts.Watched)}.";
        return $"{(folds.Length == 0 ? "The model carries no measures of its own." : $"Cross-validated when trained: {folds}.")}{measured}{watched}"
            + (facts.Measured is null && facts.Watched is null ? " Not given to this record: figures on forces never seen, and those of this force." : "");
    }

    private static string Representativeness(ModelFacts facts) =>
        "The shipped records are invented, and hold more stalking than real ones do. Ethnicity and relationship are often missing in them, as in police records. "
        + (facts.Measured is { Groups.Length: > 0 } measured
            ? $"Of {measured.Groups.Length} groups compared, {measured.Groups.Count(g => g.Verdict == GroupVerdict.TooFew)} have too few cases to say anything, and {measured.Groups.Count(g => g.Verdict == GroupVerdict.Lower)} are found less often than the others."
            : "Groups were not compared for this record.");

    private static string Risks(ModelFacts facts) => string.Join(
        '\n',
        [
            "- A crime that is not listed is taken to be harmless. Against it: a sample is drawn by chance from what is not listed, and the share of stalking missed is estimated with an interval.",
            "- Readers follow the machine. Against it: some records are read blind; agreement seen and blind, overrides and time on an item are watched.",
            "- A group is served worse. Against it: protected characteristics are kept from the model, and what is found is compared by group, with intervals.",
            "- The model ages, or the writing changes. Against it: drift by month, a weekly report, a gate before any new model.",
            "- A narrative leaks. Against it: nothing leaves the force's machines, logs hold counts, every look is written down.",
            .. ModelCard.Limits(facts).Select(limit => "- Limit: " + limit),
        ]);

    private static string Keys(ReportData report) => string.Join("; ", report.KeyFigures.Select(key => $"{key.Value} {key.Meaning}"));

    private static TransparencyField Said(string number, string name, string text) => new(number, name, text, null);

    private static TransparencyField Open(string number, string name, string who, string what) => new(number, name, null, $"{who}: {what}.");

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
