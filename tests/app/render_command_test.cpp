#include <csignal>
#include <functional>

#include "app/cli_fixture.h"
#include "record/part_file.h"
#include "record/session.h"
#include "record/video_reader.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class RenderCommandTest : public CliTest {
 protected:
  /// A small dream of so many steps, as session.json.
  void save(int steps, const std::function<void(record::Session&)>& change = {}) const {
    record::Session session;
    session.steps = steps;
    session.changes.resize(1);
    session.changes[0].checkpoint = "last";
    recipe::DreamParams& params = session.changes[0].params;
    params.width = params.height = 64;
    params.steps = 500;
    params.targets[0].species = "flamingo";
    if (change) change(session);
    ASSERT_TRUE(record::save_session(folder_ / "session.json", session).ok());
  }
  Running start(const std::vector<std::string>& arguments) const {
    return start_birddream(arguments, folder_, {{"BIRDDREAM_ASSETS", assets_.string()}});
  }
  /// Ctrl+C as soon as the video has begun.
  Finished stop_once_begun(Running& program, const std::string& video) const {
    EXPECT_TRUE(program.until([&] { return fs::exists(record::part_name(folder_ / video)); }))
        << program.said();
    program.signal(SIGINT);
    return program.wait();
  }
};

TEST_F(RenderCommandTest, WhatAGpuDreamtGrowsHereAsASibling) {
  save(2, [](record::Session& session) { session.changes[0].precision = "half"; });
  const Finished rendered = run({"render", "session.json", "-o", "x.png"});
  EXPECT_EQ(rendered.code, 0) << rendered.err;
  EXPECT_THAT(rendered.err, HasSubstr("dreamt in 'half'"));
  EXPECT_THAT(rendered.err, HasSubstr("a sibling"));
  save(2);
  EXPECT_THAT(run({"render", "session.json", "-o", "x.png"}).err, Not(HasSubstr("sibling")));
}

TEST_F(RenderCommandTest, StoppedItKeepsWhatThereIsOfTheVideo) {
  save(1'000'000);
  Running program = start({"render", "session.json", "-o", "x.mp4"});
  const Finished finished = stop_once_begun(program, "x.mp4");
  EXPECT_EQ(finished.code, 130);
  EXPECT_THAT(finished.err, HasSubstr("Stopped."));
  EXPECT_THAT(finished.err, HasSubstr("kept in x.mp4"));
  EXPECT_THAT(finished.err, HasSubstr("cut short"));
  EXPECT_GE(record::decode(folder_ / "x.mp4").frames, 1);
}

TEST_F(RenderCommandTest, AlsoWhereItCannotGoOn) {
  save(20, [](record::Session& session) {
    session.changes.push_back({6, session.changes[0].params, "gone.safetensors"});
  });
  const Finished rendered = run({"render", "session.json", "-o", "x.mp4"});
  EXPECT_EQ(rendered.code, 1);
  EXPECT_THAT(rendered.err, HasSubstr("gone.safetensors"));
  EXPECT_THAT(rendered.err, HasSubstr("kept in x.mp4"));
  EXPECT_EQ(record::decode(folder_ / "x.mp4").frames, 7) << "the start and six steps";
}

TEST_F(RenderCommandTest, SoDoesADream) {
  Running program = start({"dream", "--device", "cpu", "--species", "flamingo", "--size", "64", "--steps",
                           "90000", "-o", "x.mp4"});
  const Finished finished = stop_once_begun(program, "x.mp4");
  EXPECT_EQ(finished.code, 130);
  EXPECT_THAT(finished.err, HasSubstr("kept in x.mp4"));
  EXPECT_GE(record::decode(folder_ / "x.mp4").frames, 1);
}

}  // namespace
}  // namespace birddream::app
