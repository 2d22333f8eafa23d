"""Functions that definitions may call: those of DuckDB whose value follows from their arguments alone."""

from __future__ import annotations

import re
from typing import Final

from gnomon.base.errors import nearest_hint

__all__ = ["AGGREGATES", "REFUSED", "SCALARS", "TABLES", "WINDOWS", "reason_against", "say_unknown"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Scalar functions and macros of DuckDB 1.5.6 and 2.0.1, as `duckdb_functions()` lists them, without those of
# which REFUSED gives the reason. What the parser reads as a function of its own is not listed.
SCALARS: Final = _words(
    """
    abs acos acosh add age aggregate all any apply array_aggr array_aggregate array_append array_apply array_cat
    array_concat array_contains array_cosine_distance array_cosine_similarity array_cross_product array_distance
    array_distinct array_dot_product array_extract array_filter array_grade_up array_has array_has_all
    array_has_any array_indexof array_inner_product array_intersect array_length array_negative_dot_product
    array_negative_inner_product array_pop_back array_pop_front array_position array_prepend array_push_back
    array_push_front array_reduce array_resize array_reverse array_reverse_sort array_select array_slice
    array_sort array_to_json array_to_string array_transform array_unique array_value array_where array_zip ascii
    asin asinh atan atan2 atanh bar base64 bin binom bit_count bit_length bit_position bitstring
    can_cast_implicitly cardinality cbrt ceil ceiling century char_length character_length chr concat concat_ws
    contains cos cosh cot damerau_levenshtein date_add date_diff date_part date_sub date_trunc datediff datepart
    datesub datetrunc day dayname dayofmonth dayofweek dayofyear days_in_month decade decimal_division decode
    degrees divide editdist3 element_at encode ends_with enum_code enum_first enum_last enum_range
    enum_range_boundary epoch epoch_ms epoch_ns epoch_us equi_width_bins era even exp factorial fdiv filter
    flatten floor fmod format format_bytes formatreadabledecimalsize formatreadablesize from_base64 from_binary
    from_hex from_json from_json_strict gamma gcd generate_series get_bit grade_up greatest
    greatest_common_divisor hamming hash hex hour if ilike_escape instr isfinite isinf isnan isodow isoyear
    jaccard jaro_similarity jaro_winkler_similarity json json_array json_array_length json_contains
    json_deep_merge json_exists json_extract json_extract_path json_extract_path_text json_extract_string
    json_insert json_keys json_merge_patch json_merge_patch_diff json_normalize json_object json_pretty json_quote
    json_remove json_replace json_set json_strip_nulls json_structure json_transform json_transform_strict
    json_type json_valid json_value julian last_day lcase lcm least least_common_multiple left left_grapheme len
    length length_grapheme levenshtein lgamma like_escape list_aggr list_aggregate list_any_value list_append
    list_apply list_approx_count_distinct list_avg list_bit_and list_bit_or list_bit_xor list_bool_and
    list_bool_or list_cat list_concat list_contains list_cosine_distance list_cosine_similarity list_count
    list_distance list_distinct list_dot_product list_element list_entropy list_extract list_filter list_first
    list_grade_up list_has list_has_all list_has_any list_histogram list_indexof list_inner_product list_intersect
    list_kurtosis list_kurtosis_pop list_last list_mad list_max list_median list_min list_mode
    list_negative_dot_product list_negative_inner_product list_pack list_position list_prepend list_product
    list_reduce list_resize list_reverse list_reverse_sort list_select list_sem list_skewness list_slice list_sort
    list_stddev_pop list_stddev_samp list_string_agg list_sum list_transform list_unique list_value list_var_pop
    list_var_samp list_where list_zip ln log log10 log2 lower lpad ltrim make_date make_time make_timestamp
    make_timestamp_ms make_timestamp_ns make_timestamptz map map_concat map_contains map_contains_entry
    map_contains_value map_entries map_extract map_extract_value map_from_entries map_keys map_values md5
    md5_number md5_number_lower md5_number_upper microsecond millennium millisecond minute mismatches mod month
    monthname multiply nanosecond nextafter nfc_normalize normalized_interval not_ilike_escape not_like_escape
    nullif octet_length ord overlay parse_dirname parse_dirpath parse_filename parse_formatted_bytes parse_path
    path_join pg_size_pretty pg_typeof pi position pow power prefix printf quarter radians range reduce
    regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace
    regexp_split_to_array repeat replace reverse right right_grapheme round round_even roundbankers row
    row_to_json rpad rtrim second set_bit sha1 sha256 sign signbit sin sinh split split_part sqrt st_asbinary
    st_asgeojson st_astext st_aswkb st_aswkt st_crs st_geomfromgeojson st_geomfromwkb st_intersects_extent
    st_setcrs starts_with str_split str_split_regex strftime string_split string_split_regex string_to_array
    strip_accents strlen strpos strptime struct_concat struct_contains struct_extract struct_extract_at struct_has
    struct_indexof struct_insert struct_keys struct_pack struct_position struct_update struct_values substr
    substring substring_grapheme subtract suffix tan tanh time_bucket timezone timezone_hour timezone_minute
    to_base to_base64 to_binary to_centuries to_days to_decades to_hex to_hours to_json to_microseconds
    to_millennia to_milliseconds to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years
    translate trim trunc try_strptime typeof ucase unbin unhex unicode union_extract union_tag union_value upper
    url_decode url_encode uuid_extract_timestamp uuid_extract_version variant_array_length variant_contains
    variant_exists variant_extract variant_extract_string variant_keys variant_normalize variant_type
    variant_typeof week weekday weekofyear xor year yearweek
    """
)
# They add up rows: a metric's kind, or `complete_through`, may; an expression over one row may not.
AGGREGATES: Final = _words(
    """
    any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_max_nulls_last
    arg_min arg_min_null arg_min_nulls_last argmax argmin array_agg avg bit_and bit_or bit_xor bitstring_agg
    bool_and bool_or corr count count_if count_star countif covar_pop covar_samp decimal_average entropy favg
    first fsum geomean geometric_mean group_concat histogram histogram_exact json_group_array json_group_object
    json_group_structure kahan_sum kurtosis kurtosis_pop last list listagg lttb mad max max_by mean median min
    min_by mode product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2
    regr_slope regr_sxx regr_sxy regr_syy reservoir_quantile sem skewness stddev stddev_pop stddev_samp string_agg
    sum sum_no_overflow sumkahan var_pop var_samp variance variant_group_array variant_group_object wavg
    weighted_avg
    """
)
# In the queries of sources alone, beside the aggregates.
WINDOWS: Final = _words(
    """
    cume_dist dense_rank fill first_value lag last_value lead nth_value ntile percent_rank rank rank_dense
    row_number
    """
)
TABLES: Final = _words(
    """
    generate_series histogram_values json_each json_tree range repeat repeat_row unnest
    """
)
# Why not, and which; also names of other engines that the parser knows.
REFUSED: Final = {
    "reads the clock, so that the same rows would give another value tomorrow. Compare with a time of the rows, "
    "or compute it in a source with `sql:`": _words(
        """
        ago current_date current_datetime current_localtime current_localtimestamp current_time current_timestamp
        get_current_time get_current_timestamp localtime localtimestamp now systimestamp today
        transaction_timestamp utc_date utc_time utc_timestamp
        """
    ),
    "gives another value each time; a definition must not": _words(
        """
        gen_random_uuid generate_uuid generator normal rand randn random randstr setseed shuffle uniform uuid
        uuid_string uuidv4 uuidv7 zipf
        """
    ),
    "acts on the session, or stops it; a definition only reads": _words(
        "assert_true currval error next_value_for nextval pg_sleep setval sleep_ms write_log"
    ),
    "reaches out of the rows: files, tables and the system are out of bounds here": _words(
        """
        col_description current_account current_catalog current_client current_connection_id current_database
        current_ip_address current_query current_query_id current_region current_role current_schema
        current_schemas current_session current_setting current_statement current_timezone current_transaction
        current_transaction_id current_user current_version current_warehouse format_pg_type format_type
        get_block_size getvariable has_any_column_privilege has_column_privilege has_database_privilege
        has_foreign_data_wrapper_privilege has_function_privilege has_language_privilege has_schema_privilege
        has_sequence_privilege has_server_privilege has_table_privilege has_tablespace_privilege in_search_path
        inet_client_addr inet_client_port inet_server_addr inet_server_port map_to_pg_oid map_type_id_to_pg_oid
        net_func obj_description object_id pg_collation_is_visible pg_conf_load_time pg_conversion_is_visible
        pg_function_is_visible pg_get_constraintdef pg_get_expr pg_get_viewdef pg_has_role
        pg_is_other_temp_schema pg_my_temp_schema pg_opclass_is_visible pg_operator_is_visible
        pg_opfamily_is_visible pg_postmaster_start_time pg_table_is_visible pg_ts_config_is_visible
        pg_ts_dict_is_visible pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible read_csv
        read_parquet secret session_user shobj_description to_file txid_current user version
        """
    ),
    "belongs to the engine itself": _words(
        """
        alias array_to_string_comma_default bitstring_byte_comparable cast_to_type combine constant_or_null
        create_sort_key finalize get_type hive_partition_component icu_sort_key index_key invoke
        is_histogram_other_bin json_copy_strftime_if_date json_copy_strftime_if_timestamp json_deserialize_sql
        json_serialize_plan json_serialize_sql make_type parse_duckdb_log_message remap_struct replace_type stats
        switch timetz_byte_comparable to_aggregate_state unpivot_list variant_bytes_to_variant variant_comparator
        variant_to_parquet_variant vector_type vertex_extract
        """
    ),
}
_OUT: Final = "reaches out of the rows: files, tables and the system are out of bounds here"
# Whole families of functions of the engine and of its extensions, by the beginning of their names.
_REACHING_OUT = re.compile(
    r"(read_|parquet_|sniff_|st_read|glob$|query$|query_table$|duckdb_|pragma_|pg_(?!typeof$|size_pretty$)|sqlite_|"
    r"postgres_|mysql_|iceberg_|delta_|getenv$|write_|copy_|load_|install_|which_secret|checkpoint|force_checkpoint|"
    r"from_substrait|get_substrait|http_|add_parquet_key|enable_|disable_|arrow_scan|pandas_scan|python_|seq_scan|"
    r"index_scan|summary$|test_(all|vector)_types$|(de)?register_|add_grammar_|remove_grammar_|create_external|"
    r"destroy_external|truncate_duckdb)"
)
_IN_EXPRESSIONS: Final = SCALARS | AGGREGATES
_COLLATION = re.compile(r"(icu_)?collate_\w+\Z")
_MANY_ROWS: Final = ("generate_subscripts", "regexp_split_to_table")
_ROWS: Final = "gives many rows; compute it in a source with `sql:`"
_IN_QUERIES: Final = _IN_EXPRESSIONS | WINDOWS | TABLES | frozenset(_MANY_ROWS)


def reason_against(name: str, *, is_query: bool = False, may_read_clock: bool = False) -> str | None:
    """Say why a function may not be called, or None.

    Parameters
    ----------
    name : str
        In small letters.
    is_query : bool
        Whether it stands in the query of a source, which may read the clock and give many rows.
    may_read_clock : bool
        Whether it stands in a question.

    Examples
    --------
    >>> reason_against("lower"), reason_against("random")
    (None, 'gives another value each time; a definition must not')
    """
    for reason, names in REFUSED.items():
        if name in names:
            return None if (is_query or may_read_clock) and reason.startswith("reads the clock") else reason
    if name in SCALARS or name in AGGREGATES:
        return None
    if name.startswith("__"):
        return "belongs to the engine itself"
    if name in _MANY_ROWS:
        return None if is_query else _ROWS
    return _OUT if _REACHING_OUT.match(name) else None


def say_unknown(name: str, *, is_query: bool = False) -> str | None:
    """Say that there is no function of this name, with the nearest; None if there is one.

    Examples
    --------
    >>> say_unknown("lenght")
    'There is no function lenght(). Did you mean length, len, bit_length?'
    """
    known = _IN_QUERIES if is_query else _IN_EXPRESSIONS
    if name in known or _COLLATION.match(name) or any(name in names for names in REFUSED.values()):
        return None
    hint = nearest_hint(name, known, otherwise="Functions here are those of DuckDB.")
    return f"There is no function {name}(). {hint}"
