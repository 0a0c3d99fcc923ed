# Two stages: build with the SDK, run on what .NET needs of a system as a user without rights. Versions are pinned to the patch; raise them together with global.json.
#   docker build -t crime-screening-worker .
#   docker run --rm --read-only --tmpfs /tmp -v "$PWD/data:/data" -v "$PWD/in:/in:ro" crime-screening-worker \
#     screen --source /in/extract.csv --store sqlite:/data/screening.db --out /data/out
# compose.yaml starts PostgreSQL, the sample night and the console. What was proved of this file without a container engine: docs/deployment.md.
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
# The console's style sheet is made with Node.js, which the finished image does not hold.
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig CrimeScreeningWorker.sln ./
COPY src/CrimeScreeningWorker/CrimeScreeningWorker.csproj src/CrimeScreeningWorker/Runtime.props src/CrimeScreeningWorker/
COPY src/CrimeScreeningWorker.Screening/CrimeScreeningWorker.Screening.csproj src/CrimeScreeningWorker.Screening/
COPY src/CrimeScreeningWorker.ReviewConsole/CrimeScreeningWorker.ReviewConsole.csproj src/CrimeScreeningWorker.ReviewConsole/
COPY src/CrimeScreeningWorker.ReviewConsole/Assets/*.targets src/CrimeScreeningWorker.ReviewConsole/Assets/
RUN dotnet restore src/CrimeScreeningWorker/CrimeScreeningWorker.csproj -r linux-x64 -p:SelfContained=true -p:PublishReadyToRun=true
COPY src src
COPY database database
COPY rules rules
COPY models models
COPY samples samples
# Compiled ahead together with the runtime, whose generic code over our types is otherwise compiled anew at every start: a small extract is done in half the time.
RUN dotnet publish src/CrimeScreeningWorker/CrimeScreeningWorker.csproj -c Release -r linux-x64 --self-contained -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true --no-restore -o /published

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0.12-noble
# Crash dumps would hold narratives.
ENV DOTNET_DbgEnableMiniDump=0 DOTNET_EnableDiagnostics=0
WORKDIR /app
COPY --from=build /published .
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
WORKDIR /data
# Of the service; a console sets its own (compose.yaml), a single command ends before it is asked.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["/app/CrimeScreeningWorker", "health"]
ENTRYPOINT ["/app/CrimeScreeningWorker"]
CMD ["--help"]
