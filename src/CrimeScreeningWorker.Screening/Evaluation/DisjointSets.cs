namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>Numbers from 0 on, each in one set with those it was joined to, directly or through others.</summary>
internal sealed class DisjointSets(int count)
{
    private readonly int[] parent = [.. Enumerable.Range(0, count)];

    public int Root(int i)
    {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    }

    public void Join(int a, int b) => parent[Root(b)] = Root(a);
}
