-- Tables of the oracle cases: small, the same on every run, and nasty on purpose. Each becomes one Parquet file.

create table regions (region_id integer, region_name varchar, continent varchar);
insert into regions values
    (1, 'Nord', 'EU'), (2, 'Côte d''Azur', 'EU'), (3, '日本 "東"', 'AS'), (4, null, 'AS');

-- Keys lie side by side beyond 2^53: as floats, neighbours would be one user.
create table users (user_id bigint, region_id integer, nick varchar, age integer, signed_up_on date);
insert into users values
    (9007199254740992, 1, 'O''Brien', 17, date '2023-12-31'),
    (9007199254740993, 1, '"quoted"', 18, date '2024-01-31'),
    (9007199254740994, 2, 'Ünïcödé', 34, date '2024-01-31'),
    (9007199254740995, null, '', 65, date '2024-02-29'),
    (9007199254740996, 3, ' ', 64, date '2024-02-29'),
    (9007199254740997, 4, null, null, date '2024-03-01'),
    (9007199254740998, 3, '名前', 25, null),
    (9007199254740999, 99, '😀 emoji', 40, date '2024-03-31'),
    (9007199254741000, 2, 'percent % _ like', 29, date '2024-01-01'),
    (9007199254741001, 1, 'never plays', 50, date '2024-01-01');

-- Slowly changing: a gap, an open end, a change at noon of nobody's day, a user without any row.
create table plans (user_id bigint, plan varchar, valid_from date, valid_to date);
insert into plans values
    (9007199254740992, 'free', date '2024-01-01', date '2024-02-15'),
    (9007199254740992, 'pro', date '2024-02-15', null),
    (9007199254740993, 'free', date '2024-01-01', date '2024-02-01'),
    (9007199254740993, 'pro', date '2024-03-01', date '2024-03-31'),
    (9007199254740993, 'free', date '2024-03-31', null),
    (9007199254740994, 'pro', date '2024-02-29', date '2024-03-01'),
    (9007199254740996, null, date '2024-01-01', null),
    (9007199254740998, 'free', date '2024-01-01', null),
    (9007199254741000, 'team', date '2024-01-01', date '2024-04-01');

create table creators (creator_id integer, creator_name varchar, region_id integer);
insert into creators values (10, 'Zoë', 1), (11, 'Łukasz', 3), (12, 'no region', null), (13, 'lost region', 77);

create table videos (video_id integer, creator_id integer, category varchar, length_s integer);
insert into videos values
    (1, 10, 'music', 180), (2, 10, 'news', 60), (3, 11, 'music', 200), (4, 11, null, 15),
    (5, 12, 'sport', 600), (6, 13, 'sport', 30), (7, null, 'news', 90), (8, 99, 'Music', 45);

-- Users 10 and 11 of twelve, and video 9, match nothing; some keys are null; two rows are twice there.
create table plays as
select
    i as play_id,
    case when i % 13 = 5 then null else 9007199254740992 + (i * 5) % 12 end as user_id,
    case when i % 17 = 3 then null else (i * 4) % 9 + 1 end::integer as video_id,
    timestamptz '2024-01-28 21:15:00+00' + to_minutes(i * 793) as played_at,
    case when i % 11 = 4 then null else (i * i * 7) % 301 end::integer as seconds,
    case i % 4 when 0 then 'feed' when 1 then 'search' when 2 then 'profile' end as tab,
    case when i % 19 = 0 then null else i % 3 = 0 end as liked
from range(116) t(i)
where (timestamptz '2024-01-28 21:15:00+00' + to_minutes(i * 793))
    not between timestamptz '2024-02-09 23:00:00+00' and timestamptz '2024-02-13 22:59:59+00';
insert into plays select * from plays where play_id in (40, 41);
-- The day of 23 hours in Berlin, and both of its midnights.
insert into plays values
    (900, 9007199254740992, 1, timestamptz '2024-03-30 22:59:59+00', 10, 'feed', true),
    (901, 9007199254740993, 2, timestamptz '2024-03-30 23:00:00+00', 20, 'feed', false),
    (902, 9007199254740994, 3, timestamptz '2024-03-31 00:59:59+00', 30, 'search', true),
    (903, 9007199254740994, 3, timestamptz '2024-03-31 01:00:00+00', 40, 'search', true),
    (904, 9007199254740996, 4, timestamptz '2024-03-31 21:59:59+00', 50, null, false),
    (905, 9007199254740996, 5, timestamptz '2024-03-31 22:00:00+00', 60, 'feed', null);

-- Wall clock of Tokyo in a naive column; money is decimal; points run past 2^53.
create table orders as
select
    i as order_id,
    case when i % 9 = 7 then null else 9007199254740992 + (i * 7) % 11 end as user_id,
    timestamp '2024-01-29 03:30:00' + to_minutes(i * 2407) as ordered_at,
    case when i % 8 = 6 then null else (i * 137 % 1000)::decimal(18, 2) / 10 + 0.01 end::decimal(18, 2) as amount,
    9007199254740993 + i as points,
    case when i % 3 = 0 then 's' || (i % 5) end as session_id,
    case i % 5 when 0 then 'returned' when 1 then 'open' else 'paid' end as status
from range(38) t(i);
insert into orders values
    (700, 9007199254740992, timestamp '2024-02-01 07:59:59', 100.10, 1, 's0', 'paid'),
    (701, 9007199254740992, timestamp '2024-02-01 08:00:00', 200.20, 2, 's0', 'paid'),
    (702, 9007199254740993, timestamp '2024-03-01 07:59:59', 300.30, 3, 's1', 'paid'),
    (703, 9007199254740994, timestamp '2024-04-01 06:59:59', 400.40, 4, null, 'paid');

create table items as
select o.order_id * 10 + k as item_id, o.order_id, 'sku' || (o.order_id + k) % 4 as sku, k + 1 as quantity,
    ((o.order_id * 31 + k * 7) % 90)::decimal(12, 3) / 8 as price
from orders o, range(3) t(k)
where k <= o.order_id % 3 and o.order_id % 6 <> 4;
insert into items values (99990, 55555, 'sku0', 1, 9.999), (99991, null, 'sku1', 2, 1.125);

create table visits as
select
    i as visit_id,
    case when i % 10 = 9 then null else 9007199254740992 + (i * 3) % 11 end as user_id,
    timestamptz '2024-01-28 09:00:00+00' + to_minutes(i * 1511) as visited_at,
    case i % 4 when 0 then 'ads' when 1 then 'organic' when 2 then 'mail' end as channel,
    's' || (i % 5) as session_id
from range(60) t(i);
-- Two visits before one order, the later of another channel; a visit at the very moment of an order.
insert into visits values
    (800, 9007199254740993, timestamptz '2024-02-27 22:59:59+00', 'ads', 's1'),
    (801, 9007199254740993, timestamptz '2024-02-28 22:59:59+00', 'mail', 's1'),
    (802, 9007199254740994, timestamptz '2024-03-31 21:59:59+00', 'organic', null);

create table costs as
select date '2024-01-29' + (i * 3)::integer as spent_on, c.channel, (i * 17 % 50)::decimal(12, 2) + c.k as spend
from range(20) t(i), (values ('ads', 1), ('mail', 0), ('tv', 5)) c(channel, k)
where (i + c.k) % 4 <> 3;
insert into costs values (date '2024-03-02', null, 7.77), (date '2024-03-03', 'ads', 0.00);

-- One row a day and account, with holes; account 3 is closed on 20 February, account 4 lives in holes.
create table balances as
select a.account_id, d::date as ds, a.branch, (1000 * a.account_id + 10 * day(d) + month(d))::decimal(20, 2) as balance
from (values (1, 'east'), (2, 'west'), (3, 'east'), (4, null)) a(account_id, branch),
    generate_series(timestamp '2024-01-30', timestamp '2024-03-30', interval 1 day) t(d)
where not (a.account_id = 3 and d > timestamp '2024-02-20')
    and not (a.account_id = 2 and (day(d) % 5 = 0 or d >= timestamp '2024-03-28'))
    and not (a.account_id = 4 and day(d) not in (3, 17));
insert into balances values (1, date '2024-03-30', 'east', -0.01);

-- Epoch milliseconds: the day of 25 hours in Berlin, the turn of two ISO years, a leap second's neighbour.
create table pings as
select device, epoch_ms(moment) as at_ms, load
from (values
    ('a', timestamptz '2024-10-26 21:59:59.999+00', 1), ('a', timestamptz '2024-10-26 22:00:00+00', 2),
    ('b', timestamptz '2024-10-27 00:30:00+00', 3), ('b', timestamptz '2024-10-27 01:30:00+00', 4),
    ('a', timestamptz '2024-10-27 22:59:59.999+00', 5), ('a', timestamptz '2024-10-27 23:00:00+00', 6),
    ('c', timestamptz '2024-12-29 22:59:59+00', 7), ('c', timestamptz '2024-12-29 23:00:00+00', 8),
    ('c', timestamptz '2024-12-31 22:59:59.999+00', 9), ('c', timestamptz '2024-12-31 23:00:00+00', 10),
    ('a', timestamptz '2023-10-29 00:30:00+00', 13), ('b', timestamptz '2023-10-29 01:30:00+00', 14), ('a', timestamptz '2023-12-31 23:00:00+00', 15),
    ('d', timestamptz '2025-01-05 12:00:00+00', 11), (null, timestamptz '2025-01-06 00:00:00+01', 12)
) t(device, moment, load);

create table budgets (month date, team varchar, budget decimal(12, 2));
insert into budgets values
    (date '2024-01-01', 'a', 100), (date '2024-02-01', 'a', 110.5), (date '2024-03-01', 'b', 90), (date '2024-03-01', null, 1);

-- Requests that open and close: instants, days, and their due moments; open ones, late ones, one that closes before it opens.
create table requests as
select
    i as request_id,
    case when i % 7 = 6 then null else 9007199254740992 + (i * 5) % 11 end as user_id,
    case i % 3 when 0 then 'delete' when 1 then 'know' end as kind,
    timestamptz '2024-01-25 22:30:00+00' + to_minutes(i * 1307) as received_at,
    case when i % 5 = 4 then null else timestamptz '2024-01-25 22:30:00+00' + to_minutes(i * 1307 + (i * i * 977) % 60000) end as closed_at,
    (timestamptz '2024-01-25 22:30:00+00' + to_minutes(i * 1307 + 20160))::timestamp as due_utc
from range(70) t(i);
-- Received at the end of a month, closed at the very moment that is due, a second later, and before it came.
insert into requests values
    (900, 9007199254740993, 'delete', timestamptz '2024-01-31 08:00:00+00', timestamptz '2024-02-29 08:00:00+00', timestamp '2024-02-14 08:00:00'),
    (901, 9007199254740993, 'delete', timestamptz '2024-01-31 08:00:00+00', timestamptz '2024-02-29 08:00:01+00', timestamp '2024-02-14 08:00:00'),
    (902, 9007199254740994, null, timestamptz '2024-03-01 08:00:00+00', timestamptz '2024-02-29 08:00:00+00', timestamp '2024-03-15 08:00:00'),
    (903, 9007199254740994, null, timestamptz '2024-02-29 12:00:00+00', timestamptz '2024-03-30 23:30:00+00', null),
    (904, 9007199254740995, 'know', null, null, timestamp '2024-03-15 08:00:00');

-- A labelled sample by strata: rows without a label, without a weight and with 0, a stratum of one row, a clean month.
create table labels as
select
    i as label_id,
    case when i % 11 = 10 then null else (i * 4) % 9 + 1 end::integer as video_id,
    timestamptz '2024-02-01 00:10:00+00' + to_minutes(i * 199) as viewed_at,
    case when i % 10 < 6 then 'random' when i % 10 < 9 then 'risky' end as stratum,
    case when i % 10 < 6 then 900.0 + i % 7 when i % 10 < 9 then 40.5 + i % 3 else 5 end as weight,
    case when i % 23 = 22 then null else (i % 10 >= 6 and i % 4 = 1) or i % 37 = 5 end as is_violating,
    i % 1000 = 999 as never
from range(400) t(i);
insert into labels values
    (900, 1, timestamptz '2024-02-05 12:00:00+00', 'alone', 300, true, false),
    (901, 2, timestamptz '2024-02-06 12:00:00+00', 'random', null, true, false),
    (902, 3, timestamptz '2024-02-06 12:00:00+00', 'random', 0, true, false);

-- Fiscal calendar: weeks from Wednesday, months of 4, 4 and 5 such weeks, a year that starts on 31 January.
create table fiscal_days as
select
    d::date as ds,
    (date '2024-01-31' + (7 * ((d::date - date '2024-01-31') // 7))::integer)::date as fiscal_week,
    'M' || lpad((case when (d::date - date '2024-01-31') < 28 then 1 when (d::date - date '2024-01-31') < 56 then 2 else 3 end)::varchar, 2, '0') as fiscal_month,
    case when d::date < date '2024-02-10' then 'early' else 'late' end as season
from generate_series(timestamp '2024-01-31', timestamp '2024-04-15', interval 1 day) t(d);

-- Walks from a view to the purchase, each with its own trap; the zone of the project is Berlin.
create table walks (walker_id integer, done_at timestamptz, what varchar, item varchar, device varchar);
insert into walks values
    -- 1 walks as one should. 2 is missed by a greedy walk: the first view's cart comes too late, the second's does not.
    (1, '2024-03-04 10:00:00+01', 'view', 'p', 'phone'), (1, '2024-03-04 10:30:00+01', 'cart', 'p', 'phone'),
    (1, '2024-03-04 11:00:00+01', 'buy', 'p', 'phone'),
    (2, '2024-03-04 10:00:00+01', 'view', 'p', 'phone'), (2, '2024-03-04 11:30:00+01', 'view', 'p', 'web'),
    (2, '2024-03-04 12:00:00+01', 'cart', 'p', 'web'), (2, '2024-03-04 12:30:00+01', 'buy', 'p', 'web'),
    -- Nobody is nobody, however often.
    (null, '2024-03-04 10:00:00+01', 'view', 'p', 'phone'), (null, '2024-03-04 10:01:00+01', 'cart', 'p', 'phone'),
    (null, '2024-03-04 10:02:00+01', 'buy', 'p', 'phone'),
    -- 3 buys another item; 4 has every row twice; 5 searches in between; 6 does all at one moment.
    (3, '2024-03-05 10:00:00+01', 'view', 'p', 'phone'), (3, '2024-03-05 10:10:00+01', 'cart', 'q', 'phone'),
    (3, '2024-03-05 10:20:00+01', 'buy', 'q', 'phone'),
    (4, '2024-03-05 10:00:00+01', 'view', 'p', 'web'), (4, '2024-03-05 10:00:00+01', 'view', 'p', 'web'),
    (4, '2024-03-05 10:10:00+01', 'cart', 'p', 'web'), (4, '2024-03-05 10:10:00+01', 'cart', 'p', 'web'),
    (4, '2024-03-05 10:20:00+01', 'buy', 'p', 'web'), (4, '2024-03-05 10:20:00+01', 'buy', 'p', 'web'),
    (5, '2024-03-05 10:00:00+01', 'view', 'p', null), (5, '2024-03-05 10:05:00+01', 'buy', 'p', null),
    (5, '2024-03-05 10:10:00+01', 'cart', 'p', null), (5, '2024-03-05 10:20:00+01', 'buy', 'p', null),
    (6, '2024-03-06 10:00:00+01', 'view', null, 'web'), (6, '2024-03-06 10:00:00+01', 'cart', null, 'web'),
    (6, '2024-03-06 10:00:00+01', 'buy', null, 'web'),
    -- 7 begins before midnight and ends after it. 8 walks over the night of 23 hours: 24 hours after are 25 by the clock.
    (7, '2024-03-06 23:50:00+01', 'view', 'p', 'phone'), (7, '2024-03-07 00:10:00+01', 'cart', 'p', 'phone'),
    (7, '2024-03-07 00:20:00+01', 'buy', 'p', 'phone'),
    (8, '2024-03-30 20:00:00+01', 'view', 'p', 'phone'), (8, '2024-03-30 20:30:00+01', 'cart', 'p', 'phone'),
    (8, '2024-03-31 20:45:00+02', 'buy', 'p', 'phone'),
    -- 9 has a day left when the log ends; 10 enters twice on one day, on two devices.
    (9, '2024-04-02 10:00:00+02', 'view', 'p', 'phone'), (9, '2024-04-02 10:10:00+02', 'cart', 'p', 'phone'),
    (10, '2024-03-07 08:00:00+01', 'view', 'q', 'phone'), (10, '2024-03-07 20:00:00+01', 'view', 'q', 'web'),
    (10, '2024-03-07 20:05:00+01', 'cart', 'q', 'web'),
    (1, '2024-04-02 16:00:00+02', 'view', 'p', 'web');

-- Loaded through 5 April although the last row is of the 3rd: two days of nothing at the end, one inside.
create table outage_events as select * from (values
    (1, timestamptz '2024-04-01 09:00:00+02', 'ann', 'de', 10), (2, timestamptz '2024-04-01 10:00:00+02', 'bob', 'fr', 20),
    (3, timestamptz '2024-04-03 11:00:00+02', 'ann', 'de', 30), (4, timestamptz '2024-04-03 12:00:00+02', 'cem', null, 5)
) t(event_id, seen_at, who, country, amount);
-- Loaded through the 4th, last row of the 2nd.
create table outage_costs as select * from (values (date '2024-04-01', 5), (date '2024-04-02', 7)) t(day, cost);
-- Nobody tells up to when these are loaded: the last row does.
create table outage_untold as select * from (values (date '2024-04-01', 5), (date '2024-04-04', 7)) t(day, cost);
create table outage_balances as select * from (values
    ('a', date '2024-04-01', 5), ('b', date '2024-04-01', 6), ('a', date '2024-04-03', 7)
) t(account, day, balance);
-- An instant, on a clock of its own, up to which rows are loaded: midnight in Berlin before 6 April.
create table outage_instant as select *, timestamptz '2024-04-05 22:00:00+00' as loaded_at from outage_events;
