#include "train/run_name.h"

#include <gtest/gtest.h>

namespace birddream::train {
namespace {

TrainJob job() {
  TrainJob job;
  job.series.architecture = "googlenet";
  job.parent = "0123456789abcdef";
  job.photos.root = "photos";
  job.photos.classes = {{"a", "", true}, {"b", "", true}};
  job.photos.photos = {{"photos/a/1.jpg", 0}, {"photos/b/1.jpg", 1}};
  job.series.classes = job.photos.classes;
  job.split = data::no_split(job.photos);
  return job;
}

// As the first version wrote it.
const std::string earlier =
    "mode=full epochs=0.333333333 side=128 batch=32 optimiser=sgd schedule=cosine lr=0.005 head_factor=3 "
    "momentum=0.9 weight_decay=0.0002 label_smoothing=0.1 dropout=0.3 mixup=0.2 average=0.999 balance=0.35 "
    "precision=float32 augment=0.550000012/1.25/0.200000003/0.25/flip seed=123456789 architecture=googlenet "
    "classes=2 photos=2 processes=1 parent=0123456789abcdef";

TEST(RunName, AStateOfTheFirstVersionIsGoneOnWith) {
  TrainJob now = job();
  now.params.epochs = 1.0 / 3;
  now.params.seed = 123456789;
  EXPECT_TRUE(is_same_run(earlier, name_of_run(now, "", 1)));
  EXPECT_FALSE(is_same_run(earlier, name_of_run(now, "", 2)));
  now.params.seed = 123456788;
  EXPECT_FALSE(is_same_run(earlier, name_of_run(now, "", 1)));
  now.params.seed = 123456789;
  now.params.augmentation.least_area = 0.5500001F;
  EXPECT_FALSE(is_same_run(earlier, name_of_run(now, "", 1)));
}

TEST(RunName, ADifferenceNamesNothingElse) {
  const std::string name = name_of_run(job(), "", 1);
  TrainJob other = job();
  other.params.learning_rate = 0.02;
  other.params.prior = 0.7;
  EXPECT_EQ(difference(name, name_of_run(other, "", 1)),
            "lr=0.005 there, lr=0.02 now; no prior there, prior=0.7 now");
  EXPECT_EQ(
      difference(name_of_run(other, " teachers=a,b", 1), name),
      "lr=0.02 there, lr=0.005 now; prior=0.7 there, no prior now; teachers=a,b there, no teachers now");
  other = job();
  other.photos.photos.pop_back();
  other.split = data::no_split(other.photos);
  const std::string fewer = difference(name, name_of_run(other, "", 1));
  EXPECT_EQ(fewer.find("photos=2 there, photos=1 now; photo_list="), 0U) << fewer;
  EXPECT_NE(fewer.find("(other photos"), std::string::npos) << fewer;
  EXPECT_EQ(difference(name, name), "");
  other = job();
  other.params.epochs = 1.0 / 3;
  EXPECT_EQ(difference(earlier, name_of_run(other, "", 1)), "seed=123456789 there, seed=1 now")
      << "no float of another length, and nothing that was not named then";
}

TEST(RunName, TellsPhotosAndTeachersApart) {
  const TrainJob one = job();
  const std::string name = name_of_run(one, " teachers=a", 1);
  EXPECT_TRUE(is_same_run(name, name));
  EXPECT_FALSE(is_same_run(name, name_of_run(one, " teachers=b", 1)));
  EXPECT_FALSE(is_same_run(name, name_of_run(one, "", 1)));
  TrainJob other = job();
  other.photos.photos[1].file = "photos/b/2.jpg";
  EXPECT_FALSE(is_same_run(name, name_of_run(other, " teachers=a", 1)));
  other = job();
  other.photos.root = "moved";
  for (auto& photo : other.photos.photos) photo.file = "moved" / photo.file.lexically_relative("photos");
  EXPECT_TRUE(is_same_run(name, name_of_run(other, " teachers=a", 1)));
}

}  // namespace
}  // namespace birddream::train
