-- Events of a short-video app over 90 days from 1 January 2024: integer arithmetic on the row number, so that every
-- machine and version makes the same rows. Four events make a session; few users have most of the sessions.
create or replace temp macro scramble(i, salt) as (
    xor(((i + salt * 104729) * 1103515245 + 12345) % 2147483648,
        (((i + salt * 104729) * 1103515245 + 12345) % 2147483648) >> 11) * 1664525 + 1013904223
) % 2147483648;
create or replace temp macro share(i, salt) as scramble(scramble(i, salt), salt + 1) / 2147483648.0;

copy (
    with sessions as (
        select number,
               cast(floor(2000000 * power(share(number, 1), 2)) as bigint) as user_id,
               cast(floor(90 * power(share(number, 2), 0.8)) as bigint) as day_number,
               share(number, 3) as moment
        from range($sessions) as numbers(number)
    ),
    events as (
        select number * 4 + place as i, user_id, day_number, moment, place
        from sessions, range(4) as places(place)
    )
    select user_id,
           timestamp '2024-01-01' + to_days(cast(day_number as integer))
               + to_seconds(cast(floor(moment * 80000) as bigint) + place * 60) as happened_at,
           (['play', 'play', 'play', 'play', 'play', 'play', 'like', 'share', 'comment', 'follow'])
               [1 + cast(floor(10 * share(i, 4)) as bigint)] as action,
           (['feed', 'feed', 'feed', 'search', 'profile', 'topic'])
               [1 + cast(floor(6 * share(i, 5)) as bigint)] as surface,
           'category ' || cast(floor(20 * power(share(i, 6), 2)) as bigint) as category,
           (['us', 'br', 'jp', 'de', 'fr', 'in', 'id', 'mx'])
               [1 + cast(floor(8 * power(share(user_id, 7), 2)) as bigint)] as country,
           (['ios', 'android', 'web'])[1 + cast(floor(3 * share(user_id, 8)) as bigint)] as platform,
           'v' || cast(floor(12 * share(user_id + day_number // 14, 9)) as bigint) as app_version,
           share(user_id, 10) < 0.2 as is_new,
           cast(floor(60 * power(share(i, 11), 2)) as bigint) as watched_seconds,
           5 + cast(floor(55 * share(i, 12)) as bigint) as duration_seconds,
           case when share(i, 13) < 0.01 then cast(floor(2000 * share(i, 14)) as bigint) else 0 end as revenue_cents
    from events
    order by day_number, i
) to '$path' (format parquet, compression zstd, row_group_size 122880);
