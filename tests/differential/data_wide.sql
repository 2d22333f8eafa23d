-- Tables of a place where people lend each other tools, with times down to the second.
-- Every value is integer arithmetic on the row number, so the data are the same on every machine.

create or replace table spine_days as
select cast(d as date) as day_on,
       cast(date '2023-09-01' + cast(floor(date_diff('day', date '2023-09-01', cast(d as date)) / 10) as integer) * 10
            as date) as tenth_on,
       case when extract('month' from d) >= 7 then cast(date_trunc('year', d) + interval 6 month as date)
            else cast(date_trunc('year', d) as date) end as half_on
from range(timestamp '2023-09-01', timestamp '2024-07-01', interval 1 day) as days(d);

create or replace table spine_hours as
select h as hour_at, date_trunc('day', h) + interval 6 hour * (extract('hour' from h) // 6) as shift_at
from range(timestamp '2024-01-01', timestamp '2024-03-10', interval 1 hour) as hours(h);

create or replace table spine_minutes as
select m as minute_at from range(timestamp '2024-02-01', timestamp '2024-02-04', interval 1 minute) as minutes(m);

create or replace table spine_seconds as
select s as second_at
from range(timestamp '2024-02-02 08:00:00', timestamp '2024-02-02 10:00:00', interval 1 second) as seconds(s);

create or replace table towns as
select * from (values ('aa', 'north', 12), ('bb', 'north', 40), ('cc', 'south', 7), ('dd', null, 90))
    as t(town_code, district, thousands);

create or replace table members as
select i as member_id,
       'M' || i as contact_code,
       (['aa', 'bb', 'cc', 'dd', null, 'zz'])[1 + (i * 5) % 6] as town_code,
       case when i % 8 = 2 then null else (i * 7) % 60 end as referrer_id,
       (['free', 'plus', 'pro', null])[1 + (i * 3) % 4] as plan,
       timestamp '2023-10-01' + to_seconds((i * i * 40009 + i * 977) % (150 * 86400)) as joined_at,
       case when i % 6 = 1 then null else cast(date '1970-01-31' + cast(i * 211 as integer) as date) end as born_on
from range(60) as r(i);

create or replace table member_flags as
select i as member_id, i % 4 = 1 as is_vetted, (['web', 'app', null])[1 + i % 3] as origin
from range(10, 60) as r(i);

create or replace table member_days as
select m as member_id,
       cast(date '2023-12-20' + cast(d as integer) as date) as part_on,
       (['quiet', 'busy', null])[1 + (m + d // 7) % 3] as mood
from range(60) as ms(m), range(100) as ds(d)
where (m * 3 + d) % 5 <> 0;

create or replace table shops as
select * from (values ('s1', 'bb', 'Old Mill'), ('s2', 'aa', 'Harbour'), ('s3', 'zz', null))
    as t(shop_code, town_code, title);

create or replace table shop_terms as
select * from (values ('s1', 'trial', timestamp '2023-06-01', timestamp '2024-01-20'),
                      ('s1', 'full', timestamp '2024-01-20', null),
                      ('s2', 'full', timestamp '2023-06-01', timestamp '2024-02-10'),
                      ('s2', null, timestamp '2024-02-15', null)) as t(shop_code, terms, valid_from, valid_to);

create or replace table tools as
select i as tool_id,
       case when i % 9 = 4 then null else (i * 11) % 64 end as owner_id,
       (['s1', 's2', 's3', null, 's9'])[1 + i % 5] as shop_code,
       (['drill', 'saw', 'ladder', null])[1 + (i * 3) % 4] as kind,
       cast((i * 373 % 9000) / 100.0 as decimal(8, 2)) as day_price,
       (i * 7) % 23 as weight,
       cast(date '2023-10-10' + cast((i * 17) % 140 as integer) as date) as listed_on
from range(30) as r(i);

create or replace table tool_states as
select i as tool_id, (['g1', 'g2', 'g3'])[1 + i % 3] as grade_code, i % 2 = 0 as is_clean,
       timestamp '2023-01-01' as valid_from,
       timestamp '2024-01-15' + to_days(cast(i % 12 as integer)) as valid_to
from range(27) as r(i)
union all
select i, (['g2', null, 'g4'])[1 + i % 3], i % 4 = 0,
       timestamp '2024-01-15' + to_days(cast(i % 12 + case when i % 5 = 0 then 4 else 0 end as integer)),
       case when i % 4 = 0 then timestamp '2024-02-20' else null end
from range(27) as r(i);

create or replace table grades as
select * from (values ('g1', 'new', 3), ('g2', 'used', 2), ('g3', null, 1)) as t(grade_code, label, points);

create or replace table loans as
with raw as (
    select i, date '2023-12-22' + cast((i * i * 11 + i * 5 + i // 7) % 95 as integer) as d,
           (i * 7919) % 86400 as s
    from range(900) as r(i)
    union all
    select 900 + i, date '2024-02-02', 28800 + (i * 61) % 7200 from range(60) as r(i)
)
select i as loan_id,
       case when i % 31 = 0 then null else (i * 13) % 30 end as tool_id,
       case when i % 27 = 0 then null else (i * 23) % 66 end as borrower_id,
       case when i % 35 = 1 then null else (i * 17) % 58 end as lender_id,
       cast(d as timestamp) + to_seconds(s) as requested_at,
       cast(d + cast(i % 3 as integer) as date) as started_on,
       case when i % 11 = 0 then null else cast(d + cast(i % 3 + i % 9 as integer) as date) end as returned_on,
       cast(d as date) as part_on,
       case when i % 19 = 0 then null else cast((i * 613 % 20000) / 100.0 as decimal(10, 2)) end as price,
       (i % 9) as days,
       case when i % 7 = 0 then null else (i * 3) % 5 + 1 end as rating,
       case when i % 23 = 0 then null else i % 3 = 0 end as is_instant,
       (['web', 'app', 'desk', null])[1 + (i // 2) % 4] as route
from raw
where (i + extract('day' from d)) % 8 <> 3;

create or replace table reviews as
select i as review_id, i * 2 as loan_id, (['good', 'bad', null])[1 + i % 3] as verdict,
       cast(date '2024-01-02' + cast((i * 7) % 80 as integer) as date) as written_on, i % 10 as stars
from range(300) as r(i);

create or replace table payments as
select i as payment_id,
       case when i % 29 = 0 then null else (i * 7) % 1000 end as loan_id,
       (['card', 'cash', null])[1 + i % 3] as method,
       timestamp '2024-01-01' + to_seconds((i * i * 31 + i * 8111) % (85 * 86400)) as paid_at,
       case when i % 13 = 5 then null else (i * 97) % 500 - 60 end as cents
from range(700) as r(i);

-- Where a search came from depends on the person and the day alone: two of one day never differ.
create or replace table searches as
with raw as (
    select i, case when i % 33 = 0 then null else (i * 29) % 55 end as member_id,
           cast((i * i * 3 + i * 13) % 88 as integer) as d, (i * 6007) % 86400 as s
    from range(800) as r(i)
)
select i as search_id, member_id,
       cast(date '2023-12-28' + d as timestamp) + to_seconds(s) as searched_at,
       cast(date '2023-12-28' + d as date) as part_on,
       (['web', 'app', 'desk', null])[1 + (coalesce(member_id, 0) + d) % 4] as route,
       (coalesce(member_id, 0) * 7 + d) % 30 as tool_id
from raw;

create or replace table ledgers as
select 100 + a as account_id,
       case when a % 7 = 3 then null else (a * 5) % 60 end as member_id,
       cast(date '2023-12-25' + cast(d as integer) as date) as booked_on,
       (['save', 'spend', null])[1 + a % 3] as purpose,
       case when (a + d) % 19 = 0 then null else (a * 41 + d * 23) % 700 end as balance
from range(24) as acc(a), range(92) as ds(d)
where (a * 5 + d * 3) % 7 <> 0 and not (a % 3 = 1 and d in (6, 37, 66)) and not (a = 5 and d > 30);

create or replace table meters as
select (['s1', 's2', 's8'])[1 + m] as shop_code,
       timestamp '2024-01-20' + to_hours(cast(h as integer)) as read_at,
       case when (h + m) % 17 = 0 then null else ((h * 37 + m * 11) % 90) / 4.0 end as kwh
from range(3) as ms(m), range(600) as hs(h)
where (h * 5 + m) % 6 <> 2;

create or replace table goals as
select cast(date '2023-12-01' + to_months(cast(m as integer)) as date) as goal_month,
       (['s1', 's2', null])[1 + s] as shop_code, 200 + m * 30 + s * 7 as goal
from range(5) as ms(m), range(3) as ss(s)
where (m + s) % 5 <> 3;
