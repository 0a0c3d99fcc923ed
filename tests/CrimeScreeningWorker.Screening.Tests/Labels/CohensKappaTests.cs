using CrimeScreeningWorker.Screening.Labels;

namespace CrimeScreeningWorker.Screening.Tests.Labels;

public sealed class CohensKappaTests
{
    /// <summary>The example of <c>ci.kappa</c> in the R package statpsych (D. G. Bonett), which follows Fleiss and Paik (2003).</summary>
    [Fact]
    public void Of_ExampleOfStatpsych_GivesItsKappaErrorAndInterval()
    {
        var agreement = CohensKappa.Of(new[,] { { 31, 12 }, { 4, 58 } });

        Assert.Equal((105, 89.0 / 105), (agreement.Count, agreement.Agreed));
        Assert.Equal(0.6756757, agreement.Kappa!.Value, 7);
        Assert.Equal(0.07344761, agreement.StandardError!.Value, 7);
        Assert.Equal(0.5317210, agreement.Low!.Value, 7);
        Assert.Equal(0.8196303, agreement.High!.Value, 7);
    }

    /// <summary>A run of <c>kapci</c> in Stata that its list of users was shown in December 2009.</summary>
    [Fact]
    public void Of_ExampleOfStata_GivesItsKappaErrorAndInterval()
    {
        var agreement = CohensKappa.Of(new[,] { { 1395, 118 }, { 261, 158 } });

        Assert.Equal(0.8038302277432712, agreement.Agreed, 12);
        Assert.Equal(0.3411969207847029, agreement.Kappa!.Value, 9);
        Assert.Equal(0.0262913719660408, agreement.StandardError!.Value, 7);
        Assert.Equal(0.2896667786271169, agreement.Low!.Value, 7);
        Assert.Equal(0.3927270629422889, agreement.High!.Value, 7);
    }

    /// <summary>Four grades of mammograms by two radiologists: D. G. Altman, Practical Statistics for Medical Research, 1991; also in Stata's manual.</summary>
    [Fact]
    public void Of_FourGrades_GivesAltmansKappa()
    {
        var agreement = CohensKappa.Of(new[,] { { 21, 12, 0, 0 }, { 4, 17, 1, 0 }, { 3, 9, 15, 2 }, { 0, 0, 0, 1 } });

        Assert.Equal(85, agreement.Count);
        Assert.Equal(0.6353, agreement.Agreed, 4);
        Assert.Equal(0.4728, agreement.Kappa!.Value, 4);
    }

    /// <summary>With shares fixed, the error falls with the root of the count.</summary>
    [Fact]
    public void Of_FourTimesTheAnswers_HalvesTheError()
    {
        var one = CohensKappa.Of(new[,] { { 20, 5 }, { 10, 15 } });
        var four = CohensKappa.Of(new[,] { { 80, 20 }, { 40, 60 } });

        Assert.Equal(0.4, one.Kappa!.Value, 12);
        Assert.Equal(one.Kappa.Value, four.Kappa!.Value, 12);
        Assert.Equal(one.StandardError!.Value / 2, four.StandardError!.Value, 12);
    }

    // The formula's error is 0 in all of these; an interval without width would be a certainty that nobody has.
    [Theory]
    [InlineData(0, 1, 0, 0, 0)]
    [InlineData(40, 10, 0, 0, 0)]
    [InlineData(0, 0, 3, 97, 0)]
    [InlineData(0, 5, 5, 0, -1)]
    public void Of_OneAnswerThroughoutOrNoneInCommon_GivesNoInterval(int bothYes, int onlyFirst, int onlySecond, int bothNo, double kappa)
    {
        var agreement = CohensKappa.Of(new[,] { { bothYes, onlyFirst }, { onlySecond, bothNo } });

        Assert.Equal(kappa, agreement.Kappa!.Value, 12);
        Assert.Equal((null, null, null), (agreement.StandardError, agreement.Low, agreement.High));
    }

    [Fact]
    public void Of_ReadersSwapped_GivesTheSame()
    {
        var one = CohensKappa.Of(new[,] { { 31, 12 }, { 4, 58 } });
        var other = CohensKappa.Of(new[,] { { 31, 4 }, { 12, 58 } });

        Assert.Equal(one.Kappa!.Value, other.Kappa!.Value, 12);
        Assert.Equal(one.StandardError!.Value, other.StandardError!.Value, 12);
    }

    [Fact]
    public void Of_AllAgree_ClaimsNoInterval()
    {
        var agreement = CohensKappa.Of(new[,] { { 3, 0 }, { 0, 7 } });

        Assert.Equal((10, 1.0, 1.0, null, null), (agreement.Count, agreement.Agreed, agreement.Kappa, agreement.Low, agreement.High));
    }

    [Fact]
    public void Of_OneAnswerApart_ClaimsNoInterval() =>
        Assert.Equal(new Agreement(1, 0, 0, null, null, null), CohensKappa.Of(new[,] { { 0, 1 }, { 0, 0 } }));

    [Fact]
    public void Of_OneAnswerThroughout_HasNoKappa()
    {
        var agreement = CohensKappa.Of(new[,] { { 0, 0 }, { 0, 9 } });

        Assert.Equal((9, 1.0, null, null), (agreement.Count, agreement.Agreed, agreement.Kappa, agreement.StandardError));
    }

    [Fact]
    public void Of_Nothing_HasNoFigure()
    {
        var agreement = CohensKappa.Of(new int[2, 2]);

        Assert.Equal((0, null), (agreement.Count, agreement.Kappa));
        Assert.True(double.IsNaN(agreement.Agreed));
    }

    [Fact]
    public void Of_NoTable_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => CohensKappa.Of(new int[2, 3]));
        Assert.Throws<ArgumentException>(() => CohensKappa.Of(new[,] { { 1, -1 }, { 0, 1 } }));
    }
}
