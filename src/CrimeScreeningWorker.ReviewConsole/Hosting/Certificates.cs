using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole.Hosting;

internal static class Certificates
{
    /// <exception cref="OptionsValidationException">The file is no certificate, or its password or key does not fit.</exception>
    public static X509Certificate2 Load(ConsoleOptions console)
    {
        try
        {
            return console switch
            {
                { CertificateKey: { } key, CertificatePassword: { Length: > 0 } password } => X509Certificate2.CreateFromEncryptedPemFile(console.Certificate!, password, key),
                { CertificateKey: { } key } => X509Certificate2.CreateFromPemFile(console.Certificate!, key),
                _ => X509CertificateLoader.LoadPkcs12FromFile(console.Certificate!, console.CertificatePassword),
            };
        }
        catch (CryptographicException)
        {
            throw new OptionsValidationException(
                ConsoleOptions.Section, typeof(ConsoleOptions),
                [$"{ConsoleOptions.Section}:Certificate: {Path.GetFullPath(console.Certificate!)} cannot be used: no certificate with its key, or the password does not fit."]);
        }
    }
}
