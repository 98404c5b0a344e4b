#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace dimsim {

/// The text as a literal of gnuplot's language; control characters become blanks.
[[nodiscard]] std::string gnuplot_text(std::string_view text);

/// "png", "pdf" or "svg", by the ending of a name that `option` gave. Throws InputError for others.
[[nodiscard]] std::string figure_format(const std::filesystem::path& file, std::string_view option);

/// Runs a gnuplot script, without a shell and without the user's own gnuplot settings. What the script draws
/// goes to `output`, which is opened anew; the same script gives the same bytes. Throws RunError: gnuplot is
/// not installed (naming the package), or failed, with its own words.
void run_gnuplot(const std::string& script, const std::filesystem::path& output);

}  // namespace dimsim
