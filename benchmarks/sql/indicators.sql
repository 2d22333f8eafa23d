-- The forty results by day and $dimension, as an engineer writes them who measures: one pass for what adds up, and one
-- that keeps each user once a day and slice, for counts of users.
with sums as (
    select cast(happened_at as date) as period,
           $dimension,
           count(*) as events,
           count(*) filter (where action = 'play') as plays,
           count(*) filter (where action = 'like') as likes,
           count(*) filter (where action = 'share') as shares,
           count(*) filter (where action = 'comment') as comments,
           count(*) filter (where action = 'follow') as follows,
           count(*) filter (where action = 'play' and surface = 'feed') as feed_plays,
           count(*) filter (where action = 'play' and surface = 'search') as search_plays,
           count(*) filter (where action = 'play' and is_new) as new_user_plays,
           count(*) filter (where action = 'play' and watched_seconds >= 30) as long_plays,
           count(*) filter (where action = 'play' and watched_seconds < 3) as skips,
           count(*) filter (where action = 'play' and watched_seconds >= duration_seconds) as full_plays,
           count(*) filter (where revenue_cents > 0) as purchases,
           sum(watched_seconds) filter (where action = 'play') as seconds,
           sum(watched_seconds) filter (where action = 'play' and surface = 'feed') as feed_seconds,
           sum(watched_seconds) filter (where action = 'play' and is_new) as new_user_seconds,
           sum(duration_seconds) filter (where action = 'play') as shown_seconds,
           sum(revenue_cents) as revenue,
           sum(revenue_cents) filter (where surface = 'feed') as feed_revenue,
           sum(revenue_cents) filter (where is_new) as new_user_revenue
    from '$path'
    group by 1, 2
),
user_days as (
    select cast(happened_at as date) as period,
           $dimension,
           user_id,
           bit_or(case action when 'play' then 1 when 'like' then 2 when 'share' then 4 when 'comment' then 8
                              else 16 end
                  + case when surface = 'feed' then 32 else 0 end
                  + case when action = 'play' and watched_seconds >= 30 then 64 else 0 end
                  + case when revenue_cents > 0 then 128 else 0 end) as did
    from '$path'
    group by 1, 2, 3
),
users as (
    select period,
           $dimension,
           count(*) as active_users,
           count(*) filter (where did & 1 <> 0) as viewers,
           count(*) filter (where did & 2 <> 0) as likers,
           count(*) filter (where did & 4 <> 0) as sharers,
           count(*) filter (where did & 8 <> 0) as commenters,
           count(*) filter (where did & 16 <> 0) as followers,
           count(*) filter (where did & 32 <> 0) as feed_users,
           count(*) filter (where did & 64 <> 0) as long_viewers,
           count(*) filter (where did & 128 <> 0) as buyers
    from user_days
    group by 1, 2
)
select *,
       likes / nullif(plays, 0) as like_rate,
       shares / nullif(plays, 0) as share_rate,
       comments / nullif(plays, 0) as comment_rate,
       follows / nullif(plays, 0) as follow_rate,
       long_plays / nullif(plays, 0) as long_play_rate,
       skips / nullif(plays, 0) as skip_rate,
       full_plays / nullif(plays, 0) as full_play_rate,
       seconds / nullif(shown_seconds, 0) as watched_share,
       seconds / nullif(plays, 0) as seconds_per_play,
       seconds / nullif(active_users, 0) as seconds_per_user,
       likers / nullif(active_users, 0) as liker_share
from sums
join users using (period, $dimension)
order by period, $dimension
