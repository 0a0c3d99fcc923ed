-- The crime extract (docs/crime-extract.md) as a view: one row a crime, newest version only.

create view warehouse.crime_extract as
select
    ch.force_code,
    ch.crime_number                                        as crime_reference,
    c.recorded_local at time zone 'Europe/London'          as recorded_at,
    ch.updated_at,
    c.from_local at time zone 'Europe/London'              as occurred_from,
    c.to_local at time zone 'Europe/London'                as occurred_to,
    o.home_office_class,
    o.offence_code,
    o.title                                                as offence_title,
    array(select coalesce(io.offence_code, io.home_office_class)
          from warehouse.crime_included_offence i join warehouse.offence io using (offence_id)
          where i.crime_id = c.crime_id order by i.position) as included_classifications,
    array(select f.flag from warehouse.crime_flag f where f.crime_id = c.crime_id order by f.flag) as flags,
    v.nominal_ref                                          as victim_id,
    s.nominal_ref                                          as suspect_id,
    v.age                                                  as victim_age,
    s.age                                                  as suspect_age,
    v.gender                                               as victim_gender,
    s.gender                                               as suspect_gender,
    v.ethnicity                                            as victim_ethnicity,
    s.ethnicity                                            as suspect_ethnicity,
    s.relationship,
    array(select p.order_type from warehouse.protective_order p where p.crime_id = c.crime_id order by p.order_type) as protective_orders,
    c.risk_grade,
    c.outcome_code,
    u.district,
    u.team,
    n.text                                                 as narrative
from      warehouse.crime_change as ch
join      warehouse.crime as c using (crime_id)
join      warehouse.offence as o using (offence_id)
left join warehouse.organisation_unit as u using (unit_id)
left join warehouse.crime_narrative as n using (crime_id)
-- The first victim and the first suspect: a join to all of them would give one row a pair of people.
left join warehouse.crime_nominal as v on v.crime_id = c.crime_id and v.role = 'V' and v.position = 1
left join warehouse.crime_nominal as s on s.crime_id = c.crime_id and s.role = 'S' and s.position = 1
where     not c.deleted;
