#include "dimsim/hdf5/hdf5_file.hpp"

#include "dimsim/base/atomic_file.hpp"
#include "dimsim/base/error.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

namespace dimsim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string bytes(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void put(const std::filesystem::path& path, const std::string& text) { std::ofstream(path) << text; }

template <typename Error, typename Function>
std::string message_of(Function function) {
  try {
    function();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

struct Row {
  std::int8_t flag = 0;  // seven bytes of padding follow
  double time = 0;
  std::uint16_t count = 0;
  float energy = 0;
};

const std::vector<hdf5::Column> kColumns{
    {.name = "flag", .type = hdf5::NumberType::Int8, .offset = offsetof(Row, flag)},
    {.name = "time",
     .type = hdf5::NumberType::Double,
     .offset = offsetof(Row, time),
     .unit = "s",
     .description = "when"},
    {.name = "count", .type = hdf5::NumberType::Uint16, .offset = offsetof(Row, count)},
    {.name = "energy", .type = hdf5::NumberType::Float, .offset = offsetof(Row, energy), .unit = "J"}};

void write_example(const std::filesystem::path& path, const std::vector<Row>& rows) {
  hdf5::File file = hdf5::File::create(path);
  file.set_text("/", "scenario", std::string(100'000, 'x'));  // beyond the 64 KiB of older formats
  file.set_number("/", "pi", 3.25);
  file.set_integer("/", "seed", 9007199254740993);
  file.write("a/b/cube", std::span<const std::int32_t>(std::vector<std::int32_t>{1, 2, 3, 4, 5, 6}),
             {1, 2, 3});
  file.write("a/none", std::vector<double>{});
  file.write_rows("a/rows", rows.size(), sizeof(Row), kColumns,
                  [&rows](std::size_t first, std::size_t count, std::byte* to) {
                    std::memcpy(to, rows.data() + first, count * sizeof(Row));
                  });
  file.set_text("a", "note", "größer");
  file.close();
}

const std::vector<Row> kRows{{.flag = -1, .time = 0.1, .count = 65535, .energy = 2.5F},
                             {.flag = 7, .time = 1e300, .count = 0, .energy = -0.0F}};

TEST(Hdf5File, ReadsWhatWasWritten) {
  const TemporaryFolder folder;
  write_example(folder / "x.h5", kRows);
  const hdf5::File file = hdf5::File::open(folder / "x.h5");
  EXPECT_THAT(file.names("/"), ElementsAre("a"));
  EXPECT_THAT(file.names("a"), ElementsAre("b", "none", "rows"));
  EXPECT_TRUE(file.has_group("a/b"));
  EXPECT_FALSE(file.has_group("a/b/cube"));
  EXPECT_TRUE(file.has_dataset("/a/b/cube"));
  EXPECT_FALSE(file.has_dataset("no/such/thing"));
  EXPECT_THAT(file.shape("a/b/cube"), ElementsAre(1, 2, 3));
  EXPECT_EQ(file.kind("a/b/cube"), hdf5::ElementKind::Integer);
  EXPECT_EQ(file.kind("a/rows"), hdf5::ElementKind::Table);
  EXPECT_THAT(file.read<float>("a/b/cube"), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(file.read<double>("a/none"), IsEmpty());
  EXPECT_THAT(file.read_column<double>("a/rows", "time"), ElementsAre(0.1, 1e300));
  EXPECT_THAT(file.read_column<std::uint16_t>("a/rows", "count"), ElementsAre(65535, 0));
  EXPECT_THAT(file.read_column<std::int64_t>("a/rows", "flag"), ElementsAre(-1, 7));
  EXPECT_EQ(file.text("a", "note"), "größer");
  EXPECT_EQ(file.text("a/rows", "unit.time"), "s");
  EXPECT_EQ(file.text("a/rows", "unit.count"), "");
  EXPECT_EQ(file.text("a/rows", "description.time"), "when");
  EXPECT_EQ(file.number("/", "pi"), 3.25);
  EXPECT_EQ(file.number("/", "scenario"), std::nullopt);
  EXPECT_EQ(file.text("/", "pi"), std::nullopt);
  EXPECT_EQ(file.text("/", "absent"), std::nullopt);
}

TEST(Hdf5File, ReadsSomeColumnsOfSomeRows) {
  struct Wanted {
    double flag = 0;
    std::uint32_t count = 0;
  };
  const TemporaryFolder folder;
  std::vector<Row> many(3000);
  for (std::size_t i = 0; i < many.size(); ++i) {
    many[i].flag = static_cast<std::int8_t>(i % 100);
    many[i].count = static_cast<std::uint16_t>(i);
  }
  write_example(folder / "x.h5", many);
  const hdf5::File file = hdf5::File::open(folder / "x.h5");
  EXPECT_THAT(file.columns("a/rows"), ElementsAre("flag", "time", "count", "energy"));
  const std::vector<hdf5::Column> columns{
      {.name = "count", .type = hdf5::NumberType::Uint32, .offset = offsetof(Wanted, count)},
      {.name = "flag", .type = hdf5::NumberType::Double, .offset = offsetof(Wanted, flag)}};
  std::vector<Wanted> rows(2);
  const auto bytes_of = [](std::vector<Wanted>& values) { return std::as_writable_bytes(std::span(values)); };
  file.read_rows("a/rows", 2998, 2, sizeof(Wanted), columns, bytes_of(rows).data());
  EXPECT_EQ(rows[0].count, 2998U);
  EXPECT_EQ(rows[0].flag, 98);
  EXPECT_EQ(rows[1].count, 2999U);
  EXPECT_EQ(rows[1].flag, 99);
  EXPECT_THAT(message_of<InputError>(
                  [&] { file.read_rows("a/rows", 2999, 2, sizeof(Wanted), columns, bytes_of(rows).data()); }),
              HasSubstr("x.h5: error: 'a/rows' cannot be read: "));
}

/// Other programs would drop the last byte of a text that ends without a zero, if its type promised one.
TEST(Hdf5File, TextThatFillsItsColumnIsWholeForOthers) {
  if (std::system("/usr/bin/python3 -c 'import h5py' 2>/dev/null") != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  const TemporaryFolder folder;
  const std::string path = (folder / "x.h5").string();
  hdf5::File file = hdf5::File::create(path);
  const std::vector<hdf5::Column> columns{{.name = "name", .offset = 0, .text_bytes = 4}};
  file.write_rows("rows", 1, 4, columns,
                  [](std::size_t, std::size_t, std::byte* to) { std::memcpy(to, "edge", 4); });
  file.close();
  const std::string check = "/usr/bin/python3 -c \"import h5py; rows = h5py.File('" + path +
                            "')['rows']; assert rows.id.get_type().get_member_type(0).get_strpad() == "
                            "h5py.h5t.STR_NULLPAD; assert rows['name'][0] == b'edge'\"";
  EXPECT_EQ(std::system(check.c_str()), 0);
}

TEST(Hdf5File, EqualContentGivesEqualBytesAtAnyTime) {
  const TemporaryFolder folder;
  std::vector<Row> rows = kRows;
  write_example(folder / "first.h5", rows);
  // Stored times have a resolution of seconds. Padding between the columns must not reach the file either.
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  auto* const raw = reinterpret_cast<std::byte*>(rows.data());
  for (std::size_t i = 1; i < offsetof(Row, time); ++i) {
    raw[i] = std::byte{0xAB};
  }
  write_example(folder / "second.h5", rows);
  EXPECT_TRUE(bytes(folder / "first.h5") == bytes(folder / "second.h5"));
}

TEST(Hdf5File, CopiesObjectsAndAttributesOfAnyType) {
  const TemporaryFolder folder;
  write_example(folder / "from.h5", kRows);
  const hdf5::File from = hdf5::File::open(folder / "from.h5");
  hdf5::File to = hdf5::File::create(folder / "to.h5");
  to.copy_attributes(from, "/");
  to.copy(from, "a");
  to.close();
  EXPECT_EQ(bytes(folder / "from.h5").size(), bytes(folder / "to.h5").size());
  const hdf5::File copy = hdf5::File::open(folder / "to.h5");
  EXPECT_EQ(copy.text("/", "scenario"), std::string(100'000, 'x'));
  EXPECT_EQ(copy.number("/", "pi"), 3.25);
  EXPECT_EQ(copy.text("a", "note"), "größer");
  EXPECT_THAT(copy.read<int>("a/b/cube"), ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(Hdf5File, IsRecognisedByItsContentAlsoAfterAUserBlock) {
  const TemporaryFolder folder;
  write_example(folder / "plain", kRows);
  for (const std::size_t block : {512U, 1024U, 4096U}) {
    put(folder / "block", std::string(block, ' ') + bytes(folder / "plain"));
    EXPECT_TRUE(hdf5::is_hdf5(folder / "block")) << block;
    EXPECT_THAT(hdf5::File::open(folder / "block").read<int>("a/b/cube"), ElementsAre(1, 2, 3, 4, 5, 6));
  }
  EXPECT_TRUE(hdf5::is_hdf5(folder / "plain"));
  put(folder / "elsewhere", std::string(100, ' ') + bytes(folder / "plain"));
  put(folder / "text", "HDF");
  for (const char* name : {"elsewhere", "text", "absent", "."}) {
    EXPECT_FALSE(hdf5::is_hdf5(folder / name)) << name;
  }
}

TEST(Hdf5File, ReportsWhyAFileCannotBeOpened) {
  const TemporaryFolder folder;
  const auto message = [&](const std::string& name) {
    const std::string text =
        message_of<InputError>([&] { static_cast<void>(hdf5::File::open(folder / name)); });
    const std::string start = (folder / name).string() + ": error: ";
    EXPECT_TRUE(text.starts_with(start)) << text;
    return text.substr(std::min(start.size(), text.size()));
  };
  EXPECT_EQ(message("absent.h5"), "there is no such file");
  std::filesystem::create_directory(folder / "folder.h5");
  EXPECT_EQ(message("folder.h5"), "is a folder; expected an HDF5 file");
  put(folder / "text.h5", "guid,gold\n1,0\n");
  EXPECT_EQ(message("text.h5"), "is not an HDF5 file");
  put(folder / "empty.h5", "");
  EXPECT_EQ(message("empty.h5"), "is not an HDF5 file");
  write_example(folder / "whole.h5", kRows);
  const std::string whole = bytes(folder / "whole.h5");
  put(folder / "half.h5", whole.substr(0, whole.size() / 2));
  EXPECT_EQ(message("half.h5"),
            "is truncated: it ends before its HDF5 content does\n  hint: copy or make the file again");
}

TEST(Hdf5File, RefusesAnUnreadableFile) {
  if (::geteuid() == 0) {
    GTEST_SKIP() << "root may read everything";
  }
  const TemporaryFolder folder;
  write_example(folder / "x.h5", kRows);
  std::filesystem::permissions(folder / "x.h5", std::filesystem::perms::none);
  EXPECT_THAT(message_of<InputError>([&] { static_cast<void>(hdf5::File::open(folder / "x.h5")); }),
              HasSubstr("cannot be opened: Permission denied"));
}

TEST(Hdf5File, ReportsDamagedData) {
  const TemporaryFolder folder;
  write_example(folder / "x.h5", kRows);
  std::string damaged = bytes(folder / "x.h5");
  const auto stream = damaged.find("\x78\x9c");  // how zlib data of level 6 begins
  ASSERT_NE(stream, std::string::npos);
  damaged.replace(stream, 6, 6, '\xff');
  put(folder / "x.h5", damaged);
  const hdf5::File file = hdf5::File::open(folder / "x.h5");
  const std::string text = message_of<InputError>([&] {
    static_cast<void>(file.read<int>("a/b/cube"));
    static_cast<void>(file.read_column<double>("a/rows", "time"));
  });
  EXPECT_THAT(text, HasSubstr("x.h5: error: 'a/"));
  EXPECT_THAT(text, HasSubstr("cannot be read: "));
}

/// A file system of 256 KiB that is mounted during its lifetime.
class TinyFileSystem {
 public:
  explicit TinyFileSystem(const std::filesystem::path& where) : where_(where) {
    std::filesystem::create_directory(where);
    mounted_ = ::mount("tmpfs", where.c_str(), "tmpfs", 0, "size=256k") == 0;
  }
  ~TinyFileSystem() {
    if (mounted_) {
      ::umount(where_.c_str());
    }
  }
  TinyFileSystem(const TinyFileSystem&) = delete;
  TinyFileSystem& operator=(const TinyFileSystem&) = delete;
  [[nodiscard]] bool mounted() const { return mounted_; }

 private:
  std::filesystem::path where_;
  bool mounted_ = false;
};

/// Writes `count` numbers that do not compress.
void write_noise(const std::filesystem::path& target, std::size_t count) {
  AtomicFile whole(target);
  hdf5::File file = hdf5::File::create(whole.temporary(), target);
  std::vector<std::uint64_t> noise(count);
  std::uint64_t state = 1;
  for (std::uint64_t& value : noise) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    value = state ^ (state >> 31U);
  }
  file.write("noise", noise);
  file.close();
  whole.commit();
}

TEST(Hdf5File, AFullDiskIsReportedAndLeavesTheOldFile) {
  const TemporaryFolder folder;
  const TinyFileSystem disk(folder / "disk");
  if (!disk.mounted()) {
    GTEST_SKIP() << "mounting a small file system needs root";
  }
  const auto target = folder / "disk" / "x.h5";
  ASSERT_NO_THROW(write_noise(target, 1'000));
  const std::string old = bytes(target);
  const auto expect_failure = [&](std::size_t count) {
    EXPECT_EQ(message_of<RunError>([&] { write_noise(target, count); }),
              "cannot write '" + target.string() + "': No space left on device");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / "disk"), {}), 1);
    EXPECT_TRUE(bytes(target) == old);
  };
  for (const std::size_t count : {32'000U, 100'000U, 1'000'000U}) {
    expect_failure(count);
  }
}

TEST(Hdf5File, AFullDiskIsReportedWhenClosing) {
  const TemporaryFolder folder;
  const TinyFileSystem disk(folder / "disk");
  if (!disk.mounted()) {
    GTEST_SKIP() << "mounting a small file system needs root";
  }
  const auto target = folder / "disk" / "x.h5";
  {
    AtomicFile whole(target);
    hdf5::File file = hdf5::File::create(whole.temporary(), target);
    // HDF5 caches attributes until the file is closed; 400 KB of them do not fit.
    for (int i = 0; i < 100; ++i) {
      ASSERT_NO_THROW(file.set_text("/", std::to_string(i), std::string(4'000, 'x')));
    }
    EXPECT_EQ(message_of<RunError>([&] { file.close(); }),
              "cannot write '" + target.string() + "': No space left on device");
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder / "disk"));
}

TEST(AtomicFile, RenamesTheFileWhenItIsComplete) {
  const TemporaryFolder folder;
  put(folder / "x", "old");
  {
    AtomicFile file(folder / "x");
    put(file.temporary(), "half");
    EXPECT_EQ(bytes(folder / "x"), "old");
  }
  EXPECT_EQ(bytes(folder / "x"), "old");
  EXPECT_THAT(folder.contents(), ElementsAre("x"));
  AtomicFile file(folder / "x");
  put(file.temporary(), "new");
  file.commit();
  EXPECT_EQ(bytes(folder / "x"), "new");
  EXPECT_THAT(folder.contents(), ElementsAre("x"));
}

TEST(AtomicFile, TwoWritersOfOneTargetDoNotInterfere) {
  const TemporaryFolder folder;
  AtomicFile first(folder / "x");
  AtomicFile second(folder / "x");
  put(first.temporary(), "first");
  put(second.temporary(), "second");
  first.commit();
  second.commit();
  EXPECT_EQ(bytes(folder / "x"), "second");
}

TEST(AtomicFile, RefusesAtOnceATargetThatCannotBeWritten) {
  const TemporaryFolder folder;
  const auto message = [](const std::filesystem::path& target) {
    return message_of<RunError>([&] { const AtomicFile file(target); });
  };
  EXPECT_EQ(message(folder / "absent/x"),
            "cannot write '" + (folder / "absent/x").string() + "': No such file or directory");
  EXPECT_EQ(message(folder.path()), "cannot write '" + folder.path().string() + "': Is a directory");
  put(folder / "file", "");
  EXPECT_EQ(message(folder / "file/x"),
            "cannot write '" + (folder / "file/x").string() + "': Not a directory");
  EXPECT_THAT(folder.contents(), ElementsAre("file"));
}

}  // namespace
}  // namespace dimsim
