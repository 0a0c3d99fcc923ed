-- Three invented crimes of an invented force.

insert into warehouse.force values (1, 'MER');
insert into warehouse.offence values
    (1, '8L', '195/94', 'Harassment without violence (s2 PHA 1997)'),
    (2, '8R', '8/74', 'Sending letters etc with intent to cause distress or anxiety'),
    (3, '58C', '58/3', 'Criminal damage to a vehicle');
insert into warehouse.organisation_unit values (1, 'East', 'NPT South');
insert into warehouse.crime values
    (1, 1, 'CR/000101/26', '2026-03-10 22:15', '2026-03-10 19:00', '2026-03-10 21:30', 1, 1, 'medium', null),
    (2, 1, 'CR/000102/26', '2026-03-12 09:05', '2026-03-11 23:00', '2026-03-12 06:00', 3, 1, null, null),
    (3, 1, 'CR/000103/26', '2026-03-29 08:40', '2026-03-28 20:00', '2026-03-29 03:10', 2, 1, 'standard', null);
insert into warehouse.crime_included_offence values (3, 1, 1);
insert into warehouse.crime_flag values (1, 'DA'), (3, 'CYBER'), (3, 'DA');
insert into warehouse.crime_nominal values
    (1, 'V', 1, 'N1001', 34, 'F', 'W1', null), (1, 'S', 1, 'N2001', 37, 'M', 'W1', 'ex-partner'),
    (2, 'V', 1, 'N1001', 34, 'F', 'W1', null),
    (3, 'V', 1, 'N1001', 34, 'F', 'W1', null), (3, 'S', 1, 'N2001', 37, 'M', 'W1', 'ex-partner');
insert into warehouse.protective_order values (3, 'NMO');
insert into warehouse.crime_narrative values
    (1, 'IP STATES EX PARTNER HAS WAITED O/S H/A EVERY EVENING THIS WEEK. HE SAT IN HIS CAR AND WATCHED THE HOUSE.'),
    (2, 'BETWEEN TIMES SHOWN PERSON UNKNOWN SCRATCHED IP VEHICLE PARKED ON DRIVE. NO CCTV.'),
    (3, 'SUSP HAS SENT OVER 40 MESSAGES FROM NEW NUMBERS INCL 07700 900123 AFTER BEING BLOCKED. NMO IN PLACE. IP IN FEAR.');
insert into warehouse.crime_change values
    (1, 'MER', 'CR/000101/26', '2026-03-10 22:20:00+00'),
    (2, 'MER', 'CR/000102/26', '2026-03-12 09:10:00.000001+00'),
    (3, 'MER', 'CR/000103/26', '2026-03-29 07:45:00.123456+00');
