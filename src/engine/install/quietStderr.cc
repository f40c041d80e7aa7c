// TensorFlow logs while its library is being loaded, before it reads TF_CPP_MIN_LOG_LEVEL. This addon keeps what the
// process writes to its standard error between hold() and release(), which answers with the text.
#include <node_api.h>
#include <stdio.h>
#include <unistd.h>

#include <string>

static int saved = -1;
static FILE* held = nullptr;

static napi_value Hold(napi_env, napi_callback_info) {
  held = tmpfile();
  if (held == nullptr) return nullptr;
  fflush(stderr);
  saved = dup(STDERR_FILENO);
  dup2(fileno(held), STDERR_FILENO);
  return nullptr;
}

static napi_value Release(napi_env env, napi_callback_info) {
  std::string text;
  if (held != nullptr) {
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(held);
    char buffer[4096];
    for (size_t size; (size = fread(buffer, 1, sizeof buffer, held)) > 0;) text.append(buffer, size);
    fclose(held);
    held = nullptr;
  }
  napi_value result;
  napi_create_string_utf8(env, text.data(), text.size(), &result);
  return result;
}

static napi_value Init(napi_env env, napi_value exports) {
  napi_value hold, release;
  napi_create_function(env, "hold", NAPI_AUTO_LENGTH, Hold, nullptr, &hold);
  napi_create_function(env, "release", NAPI_AUTO_LENGTH, Release, nullptr, &release);
  napi_set_named_property(env, exports, "hold", hold);
  napi_set_named_property(env, exports, "release", release);
  return exports;
}

NAPI_MODULE(quiet_stderr, Init)
