#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/base/fields.hpp"
#include "dimsim/results/run_record.hpp"
#include "dimsim/results/study_header.hpp"
#include "dimsim/study/failure.hpp"
#include "dimsim/study/shard_header.hpp"

// The field lists of the types that are written to the archive: the journal, shard files and messages of
// workers. A struct without a list is written byte for byte if it is trivially copyable, and does not compile
// otherwise.

namespace dimsim {

template <>
inline constexpr auto kFields<policy::Report::Figure> = all_fields(&policy::Report::Figure::name,
                                                                   &policy::Report::Figure::value,
                                                                   &policy::Report::Figure::unit,
                                                                   &policy::Report::Figure::meaning);

template <>
inline constexpr auto kFields<policy::Report::Course> = all_fields(&policy::Report::Course::name,
                                                                   &policy::Report::Course::values,
                                                                   &policy::Report::Course::unit,
                                                                   &policy::Report::Course::meaning);

template <>
inline constexpr auto kFields<policy::Report> = all_fields(&policy::Report::figures,
                                                           &policy::Report::courses);

template <>
inline constexpr auto kFields<results::StationAccount> = all_fields(
    &results::StationAccount::name, &results::StationAccount::tier, &results::StationAccount::hosts,
    &results::StationAccount::servers, &results::StationAccount::served, &results::StationAccount::abandoned,
    &results::StationAccount::busy_s, &results::StationAccount::queue_s,
    &results::StationAccount::window_busy_s, &results::StationAccount::offered_s,
    &results::StationAccount::utilisation, &results::StationAccount::busiest_utilisation,
    &results::StationAccount::offered_load, &results::StationAccount::queue_mid,
    &results::StationAccount::queue_end, &results::StationAccount::overloaded,
    &results::StationAccount::idle_j, &results::StationAccount::active_j, &results::StationAccount::radio_j,
    &results::StationAccount::usd, &results::StationAccount::battery_h);

template <>
inline constexpr auto kFields<results::LinkAccount> = all_fields(
    &results::LinkAccount::name, &results::LinkAccount::kind, &results::LinkAccount::links,
    &results::LinkAccount::bytes, &results::LinkAccount::bytes_per_s, &results::LinkAccount::utilisation,
    &results::LinkAccount::busiest_utilisation, &results::LinkAccount::offered_load,
    &results::LinkAccount::overloaded, &results::LinkAccount::course);

template <>
inline constexpr auto kFields<results::RunResult> = all_fields(
    &results::RunResult::policy, &results::RunResult::replication, &results::RunResult::tiers,
    &results::RunResult::requests, &results::RunResult::visits, &results::RunResult::stations,
    &results::RunResult::links, &results::RunResult::bin_s, &results::RunResult::bursts,
    &results::RunResult::warm_up_end_s, &results::RunResult::last_arrival_s, &results::RunResult::end_s,
    &results::RunResult::radio, &results::RunResult::radio_sleep_j, &results::RunResult::core_j,
    &results::RunResult::carbon_g_per_j, &results::RunResult::egress_usd, &results::RunResult::egress_bytes,
    &results::RunResult::message_bytes, &results::RunResult::wasted, &results::RunResult::policy_report,
    &results::RunResult::kernel);

template <>
inline constexpr auto kFields<results::NamedValue> = all_fields(&results::NamedValue::name,
                                                                &results::NamedValue::value);

template <>
inline constexpr auto kFields<results::Overload> = all_fields(&results::Overload::name,
                                                              &results::Overload::load,
                                                              &results::Overload::queue_mid,
                                                              &results::Overload::queue_end);

template <>
inline constexpr auto kFields<results::PolicySummary> = all_fields(
    &results::PolicySummary::policy, &results::PolicySummary::replications, &results::PolicySummary::requests,
    &results::PolicySummary::accuracy, &results::PolicySummary::latency_s,
    &results::PolicySummary::latency_parts_s, &results::PolicySummary::energy_j,
    &results::PolicySummary::energy_marginal_j, &results::PolicySummary::carbon_g,
    &results::PolicySummary::battery_h, &results::PolicySummary::usd_per_1000,
    &results::PolicySummary::lambda, &results::PolicySummary::tier_share,
    &results::PolicySummary::station_utilisation, &results::PolicySummary::link_utilisation,
    &results::PolicySummary::busiest_station, &results::PolicySummary::overloaded_stations,
    &results::PolicySummary::overloaded_links, &results::PolicySummary::report, &results::PolicySummary::ci95,
    &results::PolicySummary::found_warm_up, &results::PolicySummary::reached);

template <>
inline constexpr auto kFields<results::FailedRun> = all_fields(&results::FailedRun::policy,
                                                               &results::FailedRun::replication,
                                                               &results::FailedRun::reason);

template <>
inline constexpr auto kFields<plan::Label> = all_fields(&plan::Label::axis, &plan::Label::text,
                                                        &plan::Label::number, &plan::Label::unit);

template <>
inline constexpr auto kFields<plan::Parameter> = all_fields(&plan::Parameter::path, &plan::Parameter::value);

template <>
inline constexpr auto kFields<language::SourceNote> = all_fields(&language::SourceNote::entry,
                                                                 &language::SourceNote::figure,
                                                                 &language::SourceNote::text,
                                                                 &language::SourceNote::assumed);

/// Without the place of the metric: it holds the whole text of the scenario, and is only needed for messages
/// before the first run.
template <>
inline constexpr auto kFields<plan::Precision> = all_fields_but<1>(&plan::Precision::metric,
                                                                   &plan::Precision::relative,
                                                                   &plan::Precision::confidence,
                                                                   &plan::Precision::most);

template <>
inline constexpr auto kFields<results::Assumptions> = all_fields(
    &results::Assumptions::trace, &results::Assumptions::synthetic, &results::Assumptions::compute_model,
    &results::Assumptions::compute_layers, &results::Assumptions::answer_model,
    &results::Assumptions::answer_exits, &results::Assumptions::pool_separation,
    &results::Assumptions::hindsight, &results::Assumptions::assumed);

template <>
inline constexpr auto kFields<results::Summary> =
    all_fields(&results::Summary::scenario, &results::Summary::seed, &results::Summary::parameters,
               &results::Summary::labels, &results::Summary::assumptions, &results::Summary::sources,
               &results::Summary::precision, &results::Summary::policies, &results::Summary::failed);

template <>
inline constexpr auto kFields<results::PointHeader> = all_fields(&results::PointHeader::summary,
                                                                 &results::PointHeader::policies,
                                                                 &results::PointHeader::resolved_yaml,
                                                                 &results::PointHeader::trace_fingerprint,
                                                                 &results::PointHeader::device_group,
                                                                 &results::PointHeader::device_site);

template <>
inline constexpr auto kFields<results::StudyHeader> = all_fields(&results::StudyHeader::name,
                                                                 &results::StudyHeader::seed,
                                                                 &results::StudyHeader::source_yaml,
                                                                 &results::StudyHeader::resolved_yaml,
                                                                 &results::StudyHeader::keep_requests,
                                                                 &results::StudyHeader::points);

template <>
inline constexpr auto kFields<results::FailedKey> = all_fields(&results::FailedKey::key,
                                                               &results::FailedKey::reason);

template <>
inline constexpr auto kFields<study::ShardHeader> = all_fields(&study::ShardHeader::fingerprint,
                                                               &study::ShardHeader::shard,
                                                               &study::ShardHeader::study,
                                                               &study::ShardHeader::failed,
                                                               &study::ShardHeader::runs);

template <>
inline constexpr auto kFields<Remark> = all_fields(&Remark::place, &Remark::message);

template <>
inline constexpr auto kFields<Diagnostic> = all_fields(&Diagnostic::place, &Diagnostic::message,
                                                       &Diagnostic::hint, &Diagnostic::remarks);

template <>
inline constexpr auto kFields<study::Failure> = all_fields(&study::Failure::kind,
                                                           &study::Failure::diagnostics,
                                                           &study::Failure::message);

}  // namespace dimsim
